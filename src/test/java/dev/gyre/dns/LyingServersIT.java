package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Lie;
import dev.gyre.testkit.LyingServer;
import dev.gyre.testkit.TestCertificates;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

/// What the resolver makes of servers that lie, one row a lie: alone, and with an honest server after it. Whatever a liar says, nobody
/// else's name is poisoned by it, and it is over in time.
final class LyingServersIT {

    /// What becomes of a look-up.
    private enum Outcome {
        /// The grain of truth in the lie.
        LIAR,
        /// The next server's answer.
        HONEST,
        NO_ADDRESS,
        NO_NAME,
        /// `DNS_ERROR`
        ERROR,
        /// `DNS_TIMEOUT`
        TIMEOUT
    }

    /// @param alone what it comes to when there is no other server; one of these
    /// @param before when there is an honest one after it; one of these
    private record Row(String name, Lie lie, Set<Outcome> alone, Set<Outcome> before) {}

    private static final Timing TIMING =
            new Timing(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(10));
    private static final int PATIENCE_SECONDS = 90;
    private static final Host.Name NAME = new Host.Name("www.example");
    private static final Host.Name VICTIM = new Host.Name("victim.example");
    private static final InetAddress HONEST = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress UNHURT = InetAddress.ofLiteral("192.0.2.2");

    private static final TestCertificates CERTIFICATES = TestCertificates.create();

    private static EventLoopGroup loops;
    private static ExecutorService rows;

    @BeforeAll
    static void start() {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        rows = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterAll
    static void stop() {
        rows.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// By UDP, and by TCP where that tells.
    @TestFactory
    Stream<DynamicTest> byDatagrams() {
        return run(datagramRows(), NameServer.Datagram::new);
    }

    /// Over a connection from the first octet on.
    @TestFactory
    Stream<DynamicTest> byStreams() {
        return run(streamRows(), NameServer.Stream::new);
    }

    /// The same within TLS.
    @TestFactory
    Stream<DynamicTest> byTls() {
        ServerIdentity identity =
                new ServerIdentity(
                        new Host.Address(InetAddress.ofLiteral("127.0.0.1")),
                        Set.of(),
                        TestTrust.authority(CERTIFICATES));
        // One key for all: it takes long to make many.
        SSLContext tls = CERTIFICATES.server("127.0.0.1");
        return run(
                streamRows(),
                lie -> LyingServer.start(lie, tls),
                address -> new NameServer.Tls(address, identity));
    }

    private static List<Row> datagramRows() {
        List<Row> rows = new ArrayList<>(messageRows());
        rows.addAll(
                List.of(
                        ignored("another id", Lies.only(Lies::otherId)),
                        ignored("another question", Lies.only(Lies::otherQuestion)),
                        ignored("no reply", Lies.only(Lies::notAReply)),
                        ignored("another operation", Lies.only(Lies::otherOperation)),
                        ignored("two questions", Lies.only(Lies::twoQuestions)),
                        ignored("no question", Lies.only(Lies::noQuestion)),
                        ignored("nothing at all", Lies.silent()),
                        ignored("an empty datagram", Lies.empty()),
                        ignored(
                                "from another port",
                                (asked, mouth) -> mouth.sayFromOtherPort(Lies.right(asked))),
                        ignored(
                                "from another address",
                                (asked, mouth) -> mouth.sayFromOtherAddress(Lies.right(asked))),
                        truth("another id first", Lies.before(Lies::otherId)),
                        truth("another question first", Lies.before(Lies::otherQuestion)),
                        truth("letters in another case", Lies.otherLetters()),
                        truth("a flood of guesses", Lies.flood(100)),
                        truth(
                                "a datagram too large",
                                Lies.largeDatagram(),
                                Outcome.ERROR,
                                Outcome.HONEST),
                        truth("a second answer", Lies.twice()),
                        truth(
                                "truncated, with a part of the answer",
                                Lies.inDatagrams(
                                        (asked, mouth) -> mouth.say(Lies.truncated(asked))))));
        rows.addAll(connectionRows());
        return rows;
    }

    private static List<Row> streamRows() {
        List<Row> rows = new ArrayList<>(messageRows());
        // Nobody but the server can have said it: it need not be waited for another.
        rows.addAll(
                List.of(
                        useless("another id", Lies.only(Lies::otherId)),
                        useless("another question", Lies.only(Lies::otherQuestion)),
                        useless("no reply", Lies.only(Lies::notAReply)),
                        useless("two questions", Lies.only(Lies::twoQuestions)),
                        useless("an empty message", Lies.empty()),
                        ignored("nothing at all", Lies.silent())));
        rows.addAll(connectionRows());
        return rows;
    }

    /// Of messages, however they come.
    private static List<Row> messageRows() {
        return List.of(
                truth("the truth", Lies.honest()),
                truth("other names with it", Lies.poisoning()),
                truth("an alias of the victim", Lies.aliasOfVictim()),
                truth("aliases, as many as may be", Lies.chain(ReplyReader.MAX_ALIASES)),
                failed("aliases, one too many", Lies.chain(ReplyReader.MAX_ALIASES + 1)),
                failed("aliases in a circle", Lies.loop()),
                failed("an alias of itself", Lies.aliasOfItself()),
                row(
                        "aliases without end",
                        Lies.endlessChain(),
                        EnumSet.of(Outcome.ERROR),
                        EnumSet.of(Outcome.ERROR, Outcome.NO_NAME)),
                failed("truncated everywhere", Lies.truncating()),
                failed("SERVFAIL", Lies.rcode(2)),
                failed("FORMERR", Lies.rcode(1)),
                failed("NOTIMP", Lies.rcode(4)),
                failed("REFUSED", Lies.rcode(5)),
                failed("NOTAUTH", Lies.rcode(9)),
                failed("BADVERS", Lies.rcode(16)),
                failed("an error that there is not", Lies.rcode(15)),
                failed("a referral to elsewhere", Lies.referring()),
                failed("a pointer to itself", Lies.broken(Lies::pointerToItself)),
                failed("a pointer ahead", Lies.broken(Lies::pointerAhead)),
                failed("a pointer beyond the end", Lies.broken(Lies::pointerBeyond)),
                failed("pointers at each other", Lies.broken(Lies::pointersAtEachOther)),
                failed("no answer where one should be", Lies.broken(Lies::nothing)),
                failed("a label of no kind", Lies.broken(Lies::labelTooLong)),
                failed("a record longer than the message", Lies.broken(Lies::lengthTooLong)),
                failed("an address of three octets", Lies.broken(Lies::addressTooShort)),
                failed("more records counted than there are", Lies.countsTooMany()),
                truth("octets after the end", Lies.trailing(100), Outcome.ERROR, Outcome.HONEST),
                none("another type", Lies.records(Lies::otherType)),
                none("another name", Lies.records(Lies::otherName)),
                none("another class", Lies.records(Lies::otherClass)),
                row(
                        "no such name",
                        Lies.noSuchName(),
                        EnumSet.of(Outcome.NO_NAME),
                        EnumSet.of(Outcome.NO_NAME)));
    }

    /// Of connections.
    private static List<Row> connectionRows() {
        return List.of(
                truth("thousands of addresses", Lies.manyAddresses()),
                truth("64 KiB of text", Lies.largeText()),
                ignored("an octet now and then", Lies.dripping()),
                useless("closed at once", Lies.hangingUp()),
                useless("closed in the length", Lies.cutAt(0)),
                useless("closed in the header", Lies.cutAt(5)),
                useless("closed in the answer", Lies.cutAt(36)),
                ignored("a length and nothing more", Lies.raw((byte) 0xff, (byte) 0xff)),
                useless("a length of zero", Lies.raw((byte) 0, (byte) 0)),
                useless("HTTP", Lies.raw("\0\20HTTP/1.1 400 Bad".getBytes())));
    }

    private static Row truth(String name, Lie lie, Outcome... or) {
        Set<Outcome> outcomes = EnumSet.of(Outcome.LIAR, or);
        return row(name, lie, outcomes, outcomes);
    }

    /// Not taken for an answer: who asked goes on waiting.
    private static Row ignored(String name, Lie lie) {
        return row(name, lie, EnumSet.of(Outcome.TIMEOUT), EnumSet.of(Outcome.HONEST));
    }

    /// Taken for a failure of the server.
    private static Row failed(String name, Lie lie) {
        return row(name, lie, EnumSet.of(Outcome.ERROR), EnumSet.of(Outcome.HONEST));
    }

    /// Not taken for an answer; whether who asked waits for another is left open.
    private static Row useless(String name, Lie lie) {
        return row(
                name, lie, EnumSet.of(Outcome.ERROR, Outcome.TIMEOUT), EnumSet.of(Outcome.HONEST));
    }

    private static Row none(String name, Lie lie) {
        return row(name, lie, EnumSet.of(Outcome.NO_ADDRESS), EnumSet.of(Outcome.NO_ADDRESS));
    }

    private static Row row(String name, Lie lie, Set<Outcome> alone, Set<Outcome> before) {
        return new Row(name, lie, alone, before);
    }

    private interface Kind {
        NameServer at(InetSocketAddress address);
    }

    /// All rows at once: most of them wait.
    private static Stream<DynamicTest> run(List<Row> table, Kind kind) {
        return run(table, LyingServer::start, kind);
    }

    private static Stream<DynamicTest> run(
            List<Row> table, Function<Lie, LyingServer> liars, Kind kind) {
        List<CompletableFuture<Void>> runs =
                table.stream()
                        .map(row -> CompletableFuture.runAsync(() -> check(row, liars, kind), rows))
                        .toList();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            CompletableFuture<Void> run = runs.get(i);
            tests.add(DynamicTest.dynamicTest(table.get(i).name(), run::get));
        }
        return tests.stream();
    }

    private static void check(Row row, Function<Lie, LyingServer> liars, Kind kind) {
        try (LyingServer liar = liars.apply(Lies.sparing(row.lie()));
                DnsStub honest = DnsStub.start()) {
            honest.address("www.example", HONEST.getHostAddress())
                    .address("victim.example", UNHURT.getHostAddress());
            NameServer lying = kind.at(liar.address());
            assertThat(outcome(resolver(lying))).as("alone").isIn(row.alone());
            NettyResolver both = resolver(lying, new NameServer.Datagram(honest.address()));
            assertThat(outcome(both)).as("before another").isIn(row.before());
            assertThat(liar.asked()).as("the liar was asked").isPositive();
            assertThat(ask(both, VICTIM).resultNow()).isEqualTo(addresses(UNHURT));
        }
    }

    private static NettyResolver resolver(NameServer... servers) {
        return new NettyResolver(
                DnsSettings.of(Arrays.asList(servers)),
                TestTrust.PLATFORM,
                NettyResolver.LINES,
                TIMING,
                System::nanoTime);
    }

    /// Twice, so that what is kept is seen, too.
    private static Outcome outcome(NettyResolver resolver) {
        Outcome first = read(ask(resolver, NAME));
        if (first == Outcome.LIAR || first == Outcome.HONEST) {
            assertThat(read(ask(resolver, NAME))).as("what is kept").isEqualTo(first);
        }
        return first;
    }

    private static Outcome read(Future<Answer> done) {
        if (!done.isSuccess()) {
            Failure failure = ((FailureException) done.cause()).failure();
            assertThat(failure).isIn(Failure.DNS_ERROR, Failure.DNS_TIMEOUT);
            return failure == Failure.DNS_ERROR ? Outcome.ERROR : Outcome.TIMEOUT;
        }
        return switch (done.getNow()) {
            case Answer.NoSuchName _ -> Outcome.NO_NAME;
            case Answer.NoAddress _ -> Outcome.NO_ADDRESS;
            case Answer.Addresses(List<InetAddress> list) -> {
                assertThat(list).hasSizeLessThanOrEqualTo(dev.gyre.dns.Kind.MOST);
                if (list.getFirst().equals(Lies.TRUTH)) {
                    yield Outcome.LIAR;
                }
                assertThat(list).containsExactly(HONEST);
                yield Outcome.HONEST;
            }
        };
    }

    private static Future<Answer> ask(NettyResolver resolver, Host.Name name) {
        Future<Answer> future =
                resolver.resolve(
                        name,
                        new Route.FromSource(InetAddress.ofLiteral("127.0.0.1"), Isolation.SHARED),
                        Families.IPV4,
                        loops.next());
        assertThat(future.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("over in time")
                .isTrue();
        return future;
    }

    private static Answer addresses(InetAddress... addresses) {
        return new Answer.Addresses(List.of(addresses));
    }
}
