package dev.gyre.inbound.dns;

import dev.gyre.access.domains.Blocking;
import dev.gyre.access.limits.Admittance;
import dev.gyre.access.limits.Admittance.Admitted;
import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.access.limits.Limits;
import dev.gyre.access.limits.Pass;
import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.Pending;
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
import dev.gyre.observe.RequestLog;
import dev.gyre.outbound.JudgedAddresses;
import dev.gyre.outbound.NameAnswer;
import dev.gyre.outbound.NameLookups;
import dev.gyre.rotation.Sessions;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Where clients' questions go, however they came. Safe for all threads.
public final class NameDesk {

    private final NameService service;
    private final NameLookups lookups;
    private final Sessions sessions;
    private final Supplier<Blocking> blocking;
    private final Supplier<Policy> policy;
    private final Limits limits;
    private final NameJournal journal;
    private final Defects defects;

    /// @param service reads and writes messages
    /// @param lookups has them answered
    /// @param sessions which questions belong together
    /// @param blocking which names nobody is told of
    /// @param policy what may be asked now
    /// @param limits how often, and how much at a time
    /// @param log what is told to the operator
    /// @param requests the log of requests, be there one or not
    public NameDesk(
            NameService service,
            NameLookups lookups,
            Sessions sessions,
            Supplier<Blocking> blocking,
            Supplier<Policy> policy,
            Limits limits,
            ExchangeLog log,
            RequestLog requests,
            Defects defects) {
        this.service = service;
        this.lookups = lookups;
        this.sessions = sessions;
        this.blocking = blocking;
        this.policy = policy;
        this.limits = limits;
        this.journal = new NameJournal(log, requests);
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

    Limits limits() {
        return limits;
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
        long begun = System.nanoTime();
        asked(client, query, place, gone, loop)
                .addListener((Future<NameAnswer> done) -> {
                    if (done.isSuccess()) {
                        journal.asked(client.address(), query, done.getNow(), begun);
                        reply.accept(done.getNow().octets());
                    } else {
                        defects.ends(done.cause());
                        NameAnswer none = failed(query, new FailureException(Failure.INTERNAL, ""));
                        journal.answered(client.address(), query, none, begun);
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
                        switch (admit(client, query)) {
                            case Admitted(Pass pass) ->
                                    lookedUp(client, query, allowed, pass, place, gone, loop);
                            case Over over -> {
                                place.over();
                                yield loop.newSucceededFuture(over(query, over));
                            }
                        };
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

    private Future<NameAnswer> lookedUp(
            DnsClient client,
            ClientQuery query,
            Ruling.Allowed allowed,
            Pass pass,
            Place place,
            Future<?> gone,
            EventLoop loop) {
        try {
            return lookups.ask(
                            client.session(query, allowed.way()),
                            query,
                            allowed.pending(),
                            gone,
                            place::over,
                            loop)
                    .addListener(_ -> pass.close());
        } catch (RuntimeException defect) {
            pass.close();
            throw defect;
        }
    }

    /// Whether a question is within the limits: nobody is told by DNS who asks, so that it is nobody's but its address's; and not even
    /// that one's when anybody may pretend to be there.
    private Admittance admit(DnsClient client, ClientQuery query) {
        if (!client.isSure()) {
            return new Admitted(limits.free());
        }
        return limits.admit(Optional.empty(), client.address(), query.host());
    }

    /// The reply to a question of which the answer is known: that, if nothing is against it, less the addresses that rules are against.
    byte[] judged(DnsClient client, ClientQuery query, byte[] known) {
        long begun = System.nanoTime();
        NameAnswer answer =
                switch (judge(client, query)) {
                    case Ruling.Allowed allowed ->
                            switch (admit(client, query)) {
                                case Admitted(Pass pass) -> {
                                    pass.close();
                                    yield allowed.pending()
                                            .map(rules -> judged(query, known, rules))
                                            .orElseGet(() -> answered(known, Optional.empty()));
                                }
                                case Over over -> over(query, over);
                            };
                    case Ruling.Denied(Denial denial) -> denied(query, denial);
                };
        if (answer.failure().isPresent()) {
            journal.asked(client.address(), query, answer, begun);
        } else {
            journal.answered(client.address(), query, answer, begun);
        }
        return answer.octets();
    }

    private NameAnswer judged(ClientQuery query, byte[] known, Pending rules) {
        JudgedAddresses addresses = new JudgedAddresses(rules::at);
        byte[] reply = service.known(query, addresses).orElse(known);
        return answered(reply, addresses.refusal().map(denied -> denied));
    }

    /// Notes a question to which there is but one reply, whoever asks.
    void note(InetAddress client, ClientQuery query, byte[] reply) {
        journal.answered(client, query, answered(reply, Optional.empty()), System.nanoTime());
    }

    private static NameAnswer answered(byte[] reply, Optional<FailureException> failure) {
        return new NameAnswer(reply, Optional.empty(), false, failure);
    }

    private NameAnswer failed(ClientQuery query, FailureException failure) {
        return answered(service.failure(query, failure), Optional.of(failure));
    }

    private NameAnswer over(ClientQuery query, Over over) {
        return failed(
                query,
                new FailureException(over.why(), "to be asked again in " + over.seconds() + " s"));
    }

    /// A refused name does not exist, so that it isn't asked for elsewhere; whoever may ask for none at all is told just that.
    private NameAnswer denied(ClientQuery query, Denial denial) {
        FailureException told =
                new FailureException(
                        denial.about() == Denial.About.CLIENT
                                ? Failure.CLIENT_PROHIBITED
                                : Failure.DENIED,
                        denial.text());
        return failed(query, told);
    }

    /// The reply when too many questions are open.
    byte[] tooMany(DnsClient client, ClientQuery query) {
        NameAnswer answer = failed(query, new FailureException(Failure.OVERLOADED, ""));
        journal.answered(client.address(), query, answer, System.nanoTime());
        return answer.octets();
    }
}
