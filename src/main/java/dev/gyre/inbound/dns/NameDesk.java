package dev.gyre.inbound.dns;

import dev.gyre.access.domains.Blocking;
import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.Policy;
import dev.gyre.access.rules.Ruling;
import dev.gyre.dns.ClientQuery;
import dev.gyre.dns.NameService;
import dev.gyre.inbound.client.BlockedTarget;
import dev.gyre.inbound.client.Defects;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.outbound.NameAnswer;
import dev.gyre.outbound.NameLookups;
import dev.gyre.rotation.Sessions;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Where clients' questions go, however they came. Safe for all threads.
public final class NameDesk {

    private static final String MOVED = "its session moved";

    private final NameService service;
    private final NameLookups lookups;
    private final Sessions sessions;
    private final Supplier<Blocking> blocking;
    private final Supplier<Policy> policy;
    private final ExchangeLog log;
    private final Defects defects;

    /// @param service reads and writes messages
    /// @param lookups has them answered
    /// @param sessions which questions belong together
    /// @param blocking which names nobody is told of
    /// @param policy what may be asked now
    public NameDesk(
            NameService service,
            NameLookups lookups,
            Sessions sessions,
            Supplier<Blocking> blocking,
            Supplier<Policy> policy,
            ExchangeLog log,
            Defects defects) {
        this.service = service;
        this.lookups = lookups;
        this.sessions = sessions;
        this.blocking = blocking;
        this.policy = policy;
        this.log = log;
        this.defects = defects;
    }

    NameService service() {
        return service;
    }

    Sessions sessions() {
        return sessions;
    }

    Defects defects() {
        return defects;
    }

    /// Has a question answered.
    ///
    /// @param place told when nobody is asked for it any more
    /// @param gone done when the client is gone
    /// @param loop the client's own, and the calling thread's
    /// @param reply is handed the octets of the reply, once, on the loop; or never, when the client is gone
    void ask(
            DnsClient client,
            ClientQuery query,
            Place place,
            Future<?> gone,
            EventLoop loop,
            Consumer<byte[]> reply) {
        asked(client, query, place, gone, loop)
                .addListener((Future<NameAnswer> done) -> {
                    if (done.isSuccess()) {
                        record(query, done.getNow());
                        reply.accept(done.getNow().octets());
                    } else {
                        defects.ends(done.cause());
                        reply.accept(service.failure(query, done.cause()));
                    }
                });
    }

    private Ruling judge(DnsClient client, ClientQuery query) {
        Ruling ruling = client.judge(policy.get(), query);
        Blocking lists = blocking.get();
        if (lists.isNone() || ruling instanceof Ruling.Denied) {
            return ruling;
        }
        // Also a name that no host can have: it may be below one that is listed.
        String name = query.name();
        return BlockedTarget.refusal(lists, Host.parse(name).orElseGet(() -> new Host.Name(name)))
                .<Ruling>map(Ruling.Denied::new)
                .orElse(ruling);
    }

    private Future<NameAnswer> asked(
            DnsClient client, ClientQuery query, Place place, Future<?> gone, EventLoop loop) {
        try {
            return switch (judge(client, query)) {
                case Ruling.Allowed allowed ->
                        lookups.ask(
                                client.session(query, allowed.way()),
                                query,
                                allowed.pending(),
                                gone,
                                place::over,
                                loop);
                case Ruling.Denied(Denial denial) -> {
                    place.over();
                    yield loop.newSucceededFuture(denied(query, denial));
                }
            };
        } catch (RuntimeException defect) {
            // Whoever waits must be told all the same.
            place.over();
            return loop.newFailedFuture(defect);
        }
    }

    /// The reply to a question of which the answer is known: that, if nothing is against it.
    byte[] judged(DnsClient client, ClientQuery query, byte[] known) {
        return switch (judge(client, query)) {
            case Ruling.Allowed _ -> known;
            case Ruling.Denied(Denial denial) -> {
                NameAnswer answer = denied(query, denial);
                record(query, answer);
                yield answer.octets();
            }
        };
    }

    /// A refused name does not exist, so that it isn't asked for elsewhere; whoever may ask for none at all is told just that.
    private NameAnswer denied(ClientQuery query, Denial denial) {
        FailureException told =
                new FailureException(
                        denial.about() == Denial.About.CLIENT
                                ? Failure.CLIENT_PROHIBITED
                                : Failure.DENIED,
                        denial.text());
        return new NameAnswer(
                service.failure(query, told), Optional.empty(), false, Optional.of(told));
    }

    /// The reply when too many questions are open.
    byte[] tooMany(ClientQuery query) {
        return service.failure(query, new FailureException(Failure.OVERLOADED, ""));
    }

    private void record(ClientQuery query, NameAnswer answer) {
        if (log.equals(ExchangeLog.NONE)) {
            return;
        }
        log.ended(
                new ExchangeRecord(
                        ExchangeRecord.Kind.DNS,
                        query.name() + " " + query.type(),
                        answer.egress().map(Object::toString).orElse(""),
                        answer.failure().map(FailureException::failure),
                        answer.failure()
                                .map(FailureException::detail)
                                .or(() ->
                                        answer.sessionMoved()
                                                ? Optional.of(MOVED)
                                                : Optional.empty())
                                .orElse("")));
    }
}
