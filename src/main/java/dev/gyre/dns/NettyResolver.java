package dev.gyre.dns;

import dev.gyre.net.Host;
import dev.gyre.net.Isolation;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Asks the configured name servers over sockets of the event loop that is given. Has no threads; connections end by themselves.
///
/// Equal questions of one route that are open at a time are asked once; of all, 1,000 may be open.
/// Answers are kept per route, for the 1,024 routes used last.
public final class NettyResolver implements Resolver, Finder {

    /// How many connections to servers are kept where there are descriptors enough.
    public static final int LINES = Lines.MOST;

    private final NameServers servers;
    private final Timing timing;
    private final RouteMemories memories;
    private final Lines lines;
    private final Questions questions;
    private final FixedAnswers fixed;
    private final boolean ipv4First;
    private final boolean signed;

    /// One that keeps as many connections as it may.
    ///
    /// @param settings the name servers to ask
    /// @param trust whom their certificates must come from, where the settings don't say it: a client's context of the JDK's provider
    public NettyResolver(DnsSettings settings, SslContext trust) {
        this(settings, trust, LINES);
    }

    /// The same with another bound.
    ///
    /// @param lines how many connections to servers are kept, at most; what is being asked has more
    public NettyResolver(DnsSettings settings, SslContext trust, int lines) {
        this(settings, trust, lines, Timing.STANDARD, System::nanoTime);
    }

    /// @param nanoTime the clock by which answers grow old
    NettyResolver(
            DnsSettings settings,
            SslContext trust,
            int lines,
            Timing timing,
            LongSupplier nanoTime) {
        SecureRandom random = new SecureRandom();
        List<NameServer> all = new ArrayList<>(settings.servers());
        all.addAll(settings.bootstrap());
        this.servers = new NameServers(settings.servers(), settings.bootstrap());
        this.timing = timing;
        this.memories = new RouteMemories(settings.keeping(), nanoTime);
        this.lines =
                new Lines(new ServerTls(trust, all), random, Lines.IDLE, timing.opening(), lines);
        this.questions = new Questions(settings, timing, random, nanoTime);
        this.fixed = new FixedAnswers(settings.hosts());
        this.ipv4First = settings.prefer() == DnsSettings.Prefer.IPV4;
        this.signed = settings.dnssec() != DnsSettings.Dnssec.OFF;
    }

    @Override
    public Future<Answer> resolve(Host.Name name, Route route, Families families, EventLoop loop) {
        Optional<Answer> known =
                fixed.answer(name, families)
                        .or(() ->
                                SpecialNames.answer(
                                        name.text(), families, servers.audience(route)));
        if (known.isPresent()) {
            return loop.newSucceededFuture(known.get());
        }
        Optional<Name> wireName = NameText.parse(name.text());
        if (wireName.isEmpty()) {
            return loop.newSucceededFuture(new Answer.NoSuchName());
        }
        Name of = wireName.get();
        Apart apart = new Apart(route, loop, _ -> {});
        return switch (families) {
            case IPV4 -> apart.last(address(of, Kind.A, apart));
            case IPV6 -> apart.last(address(of, Kind.AAAA, apart));
            case BOTH -> {
                Future<Answer> ipv6 = address(of, Kind.AAAA, apart);
                Future<Answer> ipv4 = address(of, Kind.A, apart);
                apart.last(ipv6);
                apart.last(ipv4);
                yield BothFamilies.merge(ipv6, ipv4, loop, timing.straggler(), ipv4First);
            }
        };
    }

    private Future<Answer> address(Name name, Kind kind, Apart apart) {
        Promise<Answer> answer = apart.visit.loop().newPromise();
        ask(new Question(name, kind.type()), apart)
                .addListener(
                        (FutureListener<Finding>)
                                done -> {
                                    if (done.isSuccess()) {
                                        answer.trySuccess(answer(done.getNow(), kind));
                                    } else {
                                        answer.tryFailure(done.cause());
                                    }
                                });
        return answer;
    }

    private static Answer answer(Finding finding, Kind kind) {
        List<InetAddress> addresses = kind.of(finding);
        if (!addresses.isEmpty()) {
            return new Answer.Addresses(addresses);
        }
        return finding.isNoSuchName() ? new Answer.NoSuchName() : new Answer.NoAddress();
    }

    @Override
    public Future<Finding> find(Name name, int type, Route route, EventLoop loop) {
        return find(name, type, route, loop, _ -> {});
    }

    @Override
    public Optional<Finding> known(Name name, int type) {
        // No egress's servers are asked for what even those of a network of our own are not.
        return fixed.finding(name, type)
                .or(() -> SpecialNames.finding(name, type, SpecialNames.Audience.OURS));
    }

    private Optional<Finding> known(Name name, int type, Route route) {
        return fixed.finding(name, type)
                .or(() -> SpecialNames.finding(name, type, servers.audience(route)));
    }

    private Future<Finding> find(
            Name name, int type, Route route, EventLoop loop, Consumer<Step> witness) {
        Optional<Finding> known = known(name, type, route);
        if (known.isPresent()) {
            return loop.newSucceededFuture(known.get());
        }
        Apart apart = new Apart(route, loop, witness);
        return apart.last(ask(new Question(name, type), apart));
    }

    @Override
    public Future<Told> tell(
            Host.Name name, String type, Route route, EventLoop loop, Consumer<Step> witness) {
        Promise<Told> told = loop.newPromise();
        Optional<Name> wireName = NameText.parse(name.text());
        if (wireName.isEmpty()) {
            return told.setSuccess(new Told("NXDOMAIN", List.of(), false, 0));
        }
        Question question = new Question(wireName.get(), RecordType.of(type));
        known(question.name(), question.type(), route)
                .ifPresent(_ -> witness.accept(notAsked(question)));
        find(question.name(), question.type(), route, loop, witness)
                .addListener(
                        (FutureListener<Finding>)
                                done -> {
                                    if (done.isSuccess()) {
                                        Finding found = done.getNow();
                                        told.trySuccess(
                                                new Told(
                                                        Rcode.string(found.rcode()),
                                                        found.answers().stream()
                                                                .map(Record::toString)
                                                                .toList(),
                                                        found.secure(),
                                                        found.ttl()));
                                    } else {
                                        told.tryFailure(done.cause());
                                    }
                                });
        return told;
    }

    private static Step notAsked(Question question) {
        return new Step(
                question.toString(), "nobody", Duration.ZERO, "is a name that is not asked for");
    }

    @Override
    public boolean canAsk(InetAddress source) {
        return !servers.by(new Route.FromSource(source, Isolation.NOTHING_KEPT)).isEmpty();
    }

    @Override
    public List<InetAddress> fixed(Host.Name name) {
        return fixed.of(name.text());
    }

    @Override
    public int flush() {
        return memories.flush();
    }

    private Future<Finding> ask(Question question, Apart apart) {
        Promise<Finding> promise = apart.visit.loop().newPromise();
        switch (apart.memory.join(question, promise)) {
            case RouteMemory.Turn.Known(Finding finding, boolean renew) -> {
                promise.setSuccess(finding);
                if (renew) {
                    questions.begin(question, apart.visit, apart.memory);
                }
            }
            case RouteMemory.Turn.Joined() -> {}
            case RouteMemory.Turn.First() -> questions.begin(question, apart.visit, apart.memory);
        }
        return promise;
    }

    /// What one look-up goes by and learns: shared with others of its route, or its own where nothing is to be kept.
    private final class Apart {
        private final RouteMemory memory;
        private final Visit visit;
        private final boolean shares;
        private int open;

        Apart(Route route, EventLoop loop, Consumer<Step> witness) {
            shares = route.isolation().keeps();
            memory = memories.of(route);
            visit =
                    new Visit(
                            route,
                            loop,
                            servers.by(route),
                            shares ? lines : lines.apart(),
                            signed,
                            servers.audience(route),
                            witness);
        }

        /// When all that are handed to this are done, nothing is left of connections that nobody may use again.
        <T> Future<T> last(Future<T> part) {
            if (!shares) {
                open++;
                part.addListener(_ -> {
                    if (--open == 0) {
                        visit.lines().close();
                    }
                });
            }
            return part;
        }
    }
}
