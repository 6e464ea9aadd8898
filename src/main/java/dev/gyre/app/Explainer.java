package dev.gyre.app;

import dev.gyre.config.PoolFile;
import dev.gyre.inbound.identity.BadClaim;
import dev.gyre.inbound.identity.Claim;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.judge.Judge;
import dev.gyre.net.Credentials;
import dev.gyre.net.Target;
import dev.gyre.observe.Notices;
import dev.gyre.outbound.Destination;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Explanation;
import dev.gyre.rotation.Identity;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Session;
import dev.gyre.rotation.Wish;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells by which egress requests would leave, and why: by the code that serves requests, on the state of a proxy that has just
/// started. Nothing is sent to anybody.
public final class Explainer {

    private final Ways ways;
    private final Claims claims;

    private Explainer(Ways ways, Claims claims) {
        this.ways = ways;
        this.claims = claims;
    }

    /// @throws IOException when this machine's trust, or the map of countries, can't be read
    /// @throws NoEgressException when the pool is empty
    public static Explainer of(PoolFile file) throws IOException, NoEgressException {
        Ways ways =
                Ways.of(
                        file,
                        Supplies.of(file, Notices.NONE),
                        ProxyServer.systemTrust(),
                        Capacity.of(0, 0),
                        (_, _) -> {});
        if (ways.pool().size().signum() == 0) {
            throw new NoEgressException();
        }
        return new Explainer(ways, new Claims(file.inbound().claims().unknown()));
    }

    /// Who asks, as a client would say it.
    ///
    /// @param client from where
    /// @param credentials the proxy user name and password
    /// @param session what the field `Gyre-Session` says
    public record Asking(
            InetAddress client, Optional<Credentials> credentials, Optional<String> session) {}

    /// One request.
    ///
    /// @param narrowing the part of the pool that the client wants, in words
    /// @param explanation nothing when the target is refused
    /// @param id the name of the egress, where it has one
    public record Explained(
            String narrowing, Optional<Explanation> explanation, Optional<String> id) {}

    /// So many requests on one client connection, one after the other.
    ///
    /// @throws IllegalArgumentException when what the client says can't be understood; says why
    public List<Explained> explain(Asking asking, Target target, int requests) {
        Claim claim;
        try {
            claim = claim(asking);
        } catch (BadClaim bad) {
            throw new IllegalArgumentException(bad.getMessage(), bad);
        }
        Wish wish = claim.wish();
        Identity who = new Identity(asking.client(), claim.user(), 0);
        EgressIds ids = new EgressIds(ways.secret());
        Destination destination = Judge.destination(target).orElseGet(() -> Destination.of(target));
        List<Explained> explained = new ArrayList<>();
        Optional<Session> before = Optional.empty();
        for (int i = 0; i < requests; i++) {
            Session session = ways.sessions().of(who, wish, target, before);
            Optional<Explanation> explanation = ways.dialer().explain(session, destination);
            Optional<Lease> lease =
                    explanation.flatMap(each ->
                            each.outcome() instanceof Lease taken
                                    ? Optional.of(taken)
                                    : Optional.empty());
            lease.ifPresent(taken -> {
                taken.connected(0);
                taken.released();
            });
            explained.add(
                    new Explained(
                            wish.narrowing().toString(),
                            explanation,
                            lease.map(taken -> ids.of(taken.egress()))));
            before = Optional.of(session);
        }
        return explained;
    }

    private Claim claim(Asking asking) throws BadClaim {
        Claim claim =
                asking.credentials().isPresent()
                        ? claims.of(asking.credentials().get())
                        : new Claim("", Wish.NONE);
        return asking.session().isPresent()
                ? new Claim(claim.user(), claims.header(asking.session().get(), claim.wish()))
                : claim;
    }
}
