package dev.gyre.inbound.dns;

import dev.gyre.access.rules.Action;
import dev.gyre.access.rules.Case;
import dev.gyre.access.rules.Policy;
import dev.gyre.access.rules.Ruling;
import dev.gyre.access.rules.Scheme;
import dev.gyre.dns.ClientQuery;
import dev.gyre.inbound.client.Narrowed;
import dev.gyre.net.Target;
import dev.gyre.rotation.Identity;
import dev.gyre.rotation.Session;
import dev.gyre.rotation.Sessions;
import dev.gyre.rotation.Wish;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Who asks: a connection, or all datagrams from one address. It says nothing of itself, so that its sessions are what the rule of
/// rotation makes of it. Lives on one event loop.
final class DnsClient {

    /// Names have no port of their own.
    private static final int PORT = 53;

    private final InetAddress address;
    private final boolean sure;
    private final Identity identity;
    private final Sessions sessions;
    private @Nullable Session session;

    /// @param sure whether nobody else can pretend to be it
    /// @param listener the place of the listener that it came in by
    DnsClient(InetAddress address, boolean sure, int listener, Sessions sessions) {
        this.address = address;
        this.sure = sure;
        this.identity = new Identity(address, "", listener);
        this.sessions = sessions;
    }

    InetAddress address() {
        return address;
    }

    /// Whether nobody else can pretend to be it.
    boolean isSure() {
        return sure;
    }

    /// What rules say of a question.
    Ruling judge(Policy policy, ClientQuery query) {
        return policy.judges(Scheme.DNS, 0)
                ? policy.judge(
                        new Case(
                                Scheme.DNS,
                                "",
                                Set.of(),
                                address,
                                query.host(),
                                0,
                                "",
                                InstantSource.system()))
                : Ruling.ALLOWED;
    }

    /// The session of its next question.
    ///
    /// @param way the part of the pool that rules leave it
    Session session(ClientQuery query, Optional<Action.Way> way) {
        Session next =
                sessions.ofName(
                        identity,
                        way.map(each -> Narrowed.wish(Wish.NONE, each)).orElse(Wish.NONE),
                        new Target(query.host(), PORT),
                        Optional.ofNullable(session));
        session = next;
        return next;
    }

    /// It is gone.
    void ended() {
        if (session != null) {
            sessions.connectionEnded(session);
        }
    }
}
