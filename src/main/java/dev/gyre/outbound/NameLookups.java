package dev.gyre.outbound;

import dev.gyre.access.rules.Pending;
import dev.gyre.dns.ClientQuery;
import dev.gyre.dns.NameService;
import dev.gyre.rotation.Session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import java.time.Duration;
import java.util.Optional;

/// Has clients' questions answered by the ways of the pool, and by nothing else: takes leases, one after the other, until a name server
/// answers by one or none may be tried any more. Safe for all threads.
public final class NameLookups {

    /// For longer no client waits.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Dialer dialer;
    private final NameService service;

    /// @param dialer by whose rules egresses are taken
    public NameLookups(Dialer dialer, NameService service) {
        this.dialer = dialer;
        this.service = service;
    }

    /// Has a question answered, by an egress of this session.
    ///
    /// @param pending what rules have yet to say of it
    /// @param gone done, on the loop, when the client is gone: nothing more is begun for it then
    /// @param over run once, on the loop, when nothing goes on for it any more: a name server may be waited for after its time is up
    /// @param loop the client's own, and the calling thread's
    /// @return the reply, also when there is no answer; fails with an error of the machine only
    public Future<NameAnswer> ask(
            Session session,
            ClientQuery query,
            Optional<Pending> pending,
            Future<?> gone,
            Runnable over,
            EventLoop loop) {
        return new NameLookup(dialer, service, session, query, pending, gone, over, loop)
                .start(PATIENCE);
    }
}
