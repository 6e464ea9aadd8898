package dev.gyre.dns;

import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestCertificates;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.Unbound;
import dev.gyre.testkit.UnboundSettings;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.Future;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// What the resolver does in a second, by each transport, beside what the same server does without it; and what a connection costs that
/// has to be made. Run by hand, in about a minute and a half:
///
/// `java --enable-native-access=ALL-UNNAMED -cp target/test-classes:target/classes:CLASSPATH dev.gyre.dns.ResolverFigures`
///
/// where CLASSPATH is what `mvn dependency:build-classpath` prints. Needs unbound; uses dnsperf when it is there.
final class ResolverFigures {

    private static final int AT_A_TIME = 64;
    private static final int COLD = 200;
    private static final long WARM_MILLIS = 1500;
    private static final long MILLIS = 3000;

    private final NameServer datagram;
    private final NameServer stream;
    private final NameServer tls;
    private final NameServer https;
    private final EventLoop loop;

    /// Names that nobody has asked for yet.
    private long next;

    private ResolverFigures(
            InetSocketAddress plain,
            InetSocketAddress tls,
            InetSocketAddress https,
            ServerIdentity identity,
            EventLoop loop) {
        this.datagram = new NameServer.Datagram(plain);
        this.stream = new NameServer.Stream(plain);
        this.tls = new NameServer.Tls(tls, identity);
        this.https = new NameServer.Https(https, identity, "/dns-query");
        this.loop = loop;
    }

    public static void main(String[] arguments) throws Exception {
        TestCertificates certificates = TestCertificates.create();
        int plain = TestPeers.freePort();
        InetSocketAddress tls = new InetSocketAddress(Loopback.V4, TestPeers.freePort());
        InetSocketAddress https = new InetSocketAddress(Loopback.V4, TestPeers.freePort());
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (Unbound unbound =
                Unbound.start(
                        UnboundSettings.at(Loopback.V4, plain)
                                .encrypted(
                                        tls.getPort(),
                                        https.getPort(),
                                        certificates.serverPem("127.0.0.1"))
                                .anyNameOf("any.test.", "192.0.2.1")
                                .quiet())) {
            ServerIdentity identity =
                    new ServerIdentity(
                            new Host.Address(Loopback.V4),
                            Set.of(),
                            TestTrust.authority(certificates));
            ResolverFigures figures =
                    new ResolverFigures(unbound.address(), tls, https, identity, loops.next());
            System.out.println(
                    "One event loop, one thread of unbound, "
                            + AT_A_TIME
                            + " look-ups at a time; times in microseconds.");
            figures.direct(
                    SslContextBuilder.forClient().trustManager(certificates.trust()).build());
            figures.dnsperf();
            figures.resolver();
            figures.cold();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /// The server without the resolver.
    private void direct(SslContext trust) {
        try (DirectAsker udp = DirectAsker.byDatagrams(datagram.address(), loop);
                DirectAsker tcp = DirectAsker.byStream(stream.address(), loop);
                DirectAsker byTls = DirectAsker.byTls(tls.address(), loop, trust)) {
            measure("unbound itself, UDP", udp);
            measure("unbound itself, TCP, one connection", tcp);
            measure("unbound itself, TLS, one connection", byTls);
        }
    }

    /// The server without the resolver, as others measure it.
    private void dnsperf() throws IOException {
        Optional<Path> dnsperf = TestPeers.find("dnsperf");
        if (dnsperf.isEmpty()) {
            System.out.println("dnsperf is not installed");
            return;
        }
        Path directory = Files.createTempDirectory("figures-");
        Path queries =
                Files.writeString(
                        directory.resolve("queries"),
                        LongStream.range(0, 100_000)
                                .mapToObj(number -> "n" + number + ".any.test A\n")
                                .collect(Collectors.joining()));
        for (Map.Entry<String, NameServer> mode :
                List.of(
                        Map.entry("udp", datagram),
                        Map.entry("tcp", stream),
                        Map.entry("dot", tls),
                        Map.entry("doh", https))) {
            Program.Result result =
                    Program.run(
                            directory,
                            Map.of(),
                            List.of(
                                    dnsperf.get().toString(),
                                    "-m",
                                    mode.getKey(),
                                    "-s",
                                    "127.0.0.1",
                                    "-p",
                                    Integer.toString(mode.getValue().address().getPort()),
                                    "-O",
                                    "doh-uri=https://127.0.0.1/dns-query",
                                    "-d",
                                    queries.toString(),
                                    "-c",
                                    "1",
                                    "-T",
                                    "1",
                                    "-q",
                                    Integer.toString(AT_A_TIME),
                                    "-l",
                                    "3"));
            Matcher rate = Pattern.compile("Queries per second: +([0-9.]+)").matcher(result.out());
            System.out.printf(
                    "%-46s %10s /s%n",
                    "dnsperf, " + mode.getKey(),
                    rate.find() ? rate.group(1).replaceAll("\\..*", "") : "-");
        }
        Files.delete(queries);
    }

    private void resolver() {
        for (NameServer server : List.of(datagram, stream, tls, https)) {
            String what = server.getClass().getSimpleName();
            NettyResolver resolver =
                    new NettyResolver(DnsSettings.of(List.of(server)), TestTrust.PLATFORM);
            measure("resolver, not cached, " + what, (number, _) -> ask(resolver, number));
            if (server == datagram) {
                measure("resolver, cached", (_, _) -> ask(resolver, 0));
            }
        }
    }

    /// One look-up at a time.
    private void cold() {
        for (NameServer server : List.of(datagram, stream, tls, https)) {
            String what = server.getClass().getSimpleName();
            DnsSettings settings = DnsSettings.of(List.of(server));
            NettyResolver kept = new NettyResolver(settings, TestTrust.PLATFORM);
            Load.Asker warm = (number, _) -> ask(kept, number);
            run(warm, 1, COLD);
            print("one at a time, " + what + ", kept", run(warm, 1, COLD * 5));
            Load.Asker fresh =
                    (number, _) -> ask(new NettyResolver(settings, TestTrust.PLATFORM), number);
            run(fresh, 1, COLD);
            print("one at a time, " + what + ", from nothing", run(fresh, 1, COLD));
        }
    }

    private Future<Answer> ask(NettyResolver resolver, long number) {
        return resolver.resolve(
                new Host.Name("n" + number + ".any.test"),
                new Route.FromSource(Loopback.V4, Isolation.SHARED),
                Families.IPV4,
                loop);
    }

    private void measure(String what, Load.Asker asker) {
        Load.Figures warm = Load.run(asker, loop, AT_A_TIME, next, Long.MAX_VALUE, WARM_MILLIS);
        next += warm.count();
        Load.Figures figures = Load.run(asker, loop, AT_A_TIME, next, Long.MAX_VALUE, MILLIS);
        next += figures.count();
        print(what, figures);
    }

    private Load.Figures run(Load.Asker asker, int atATime, long count) {
        Load.Figures figures = Load.run(asker, loop, atATime, next, count, 10_000);
        next += figures.count();
        return figures;
    }

    private static void print(String what, Load.Figures figures) {
        if (figures.failed() == figures.count()) {
            System.out.printf("%-46s can't be asked%n", what);
            return;
        }
        System.out.printf(
                "%-46s %10.0f /s   median %8.1f   99%% %8.1f%s%n",
                what,
                figures.rate(),
                figures.median(),
                figures.slow(),
                figures.failed() == 0 ? "" : "   FAILED: " + figures.failed());
    }
}
