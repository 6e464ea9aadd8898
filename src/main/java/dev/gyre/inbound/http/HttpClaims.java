package dev.gyre.inbound.http;

import dev.gyre.http.Fields;
import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.PageRequests;
import dev.gyre.inbound.identity.BadClaim;
import dev.gyre.inbound.identity.Claim;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.net.Credentials;
import dev.gyre.rotation.Wish;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Reads what a client says of itself out of its requests: `Proxy-Authorization` (RFC 9110 11.7.2) and `Gyre-Session`. What it
/// said last is kept, since clients say the same again with each request.
final class HttpClaims {

    private static final String CREDENTIALS = "proxy-authorization";
    private static final String SESSION = "gyre-session";

    private static final Claim NOBODY = new Claim("", Wish.NONE);

    private final ClientConnection client;
    private @Nullable String credentials;
    private @Nullable String header;
    private @Nullable Claim claim;

    HttpClaims(ClientConnection client) {
        this.client = client;
    }

    /// Tells the client's connection what this request says of its client.
    ///
    /// @return by which name and password the client says that it is a user, where users are asked for
    /// @throws BadClaim when that can't be understood, or is said twice
    Optional<Credentials> read(RequestHead request) throws BadClaim {
        Fields fields = request.fields();
        int said = fields.indexOf(CREDENTIALS);
        int named = fields.indexOf(SESSION);
        if (named >= 0 && !mayName(request)) {
            named = -1;
        }
        if (said >= 0 && !Claims.isBasic(fields.value(said))) {
            said = -1; // meant for another proxy: nobody asked for it
        }
        if (said < 0 && named < 0) {
            client.principal().claimsNothing();
            return Optional.empty();
        }
        if (isTwice(fields, CREDENTIALS, said) || isTwice(fields, SESSION, named)) {
            throw BadClaim.saidTwice();
        }
        if (client.principal().users().isPresent()) {
            return ofUser(fields, said, named);
        }
        Claim known = claim;
        if (known != null && isSame(fields, said, credentials) && isSame(fields, named, header)) {
            client.principal().claims(known);
            return Optional.empty();
        }
        @Nullable String basic = said < 0 ? null : fields.value(said);
        @Nullable String session = named < 0 ? null : fields.value(named);
        Claim fresh =
                claim(
                        basic == null ? NOBODY : client.claims().ofBasic(basic),
                        Optional.ofNullable(session));
        credentials = basic;
        header = session;
        claim = fresh;
        client.principal().claims(fresh);
        return Optional.empty();
    }

    /// Nothing is kept of what has a password in it.
    private Optional<Credentials> ofUser(Fields fields, int said, int named) throws BadClaim {
        Optional<String> session = named < 0 ? Optional.empty() : Optional.of(fields.value(named));
        if (said < 0) {
            client.principal().claims(claim(NOBODY, session));
            return Optional.empty();
        }
        Credentials written = Claims.credentials(fields.value(said));
        Claim its = client.claims().of(written);
        client.principal().claims(claim(its, session));
        return Optional.of(new Credentials(its.user(), Claims.password(written)));
    }

    private Claim claim(Claim of, Optional<String> session) throws BadClaim {
        return session.isEmpty()
                ? of
                : new Claim(of.user(), client.claims().header(session.get(), of.wish()));
    }

    /// A page can add a field to what its browser asks its own site for. If two sites agreed on a name, they would meet at one
    /// egress, and know their visitor by it. CONNECT is never a page's.
    private boolean mayName(RequestHead request) {
        return switch (client.headerUse()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case GUARDED ->
                    request.isConnect()
                            || !PageRequests.mayBe(
                                    new Asked(
                                            request.method(), request.target(), request.fields()));
        };
    }

    private static boolean isTwice(Fields fields, String name, int first) {
        return first >= 0 && fields.indexOf(name, first + 1) >= 0;
    }

    private static boolean isSame(Fields fields, int field, @Nullable String before) {
        return field < 0 ? before == null : before != null && fields.valueEquals(field, before);
    }
}
