package dev.gyre.e2e;

import static dev.gyre.e2e.LeakWatch.Flow.tcp;
import static dev.gyre.e2e.LeakWatch.Flow.udp;
import static dev.gyre.e2e.LeakWorld.HOP;
import static dev.gyre.e2e.LeakWorld.LISTENER;
import static dev.gyre.e2e.LeakWorld.MACHINE;
import static dev.gyre.e2e.LeakWorld.ORIGIN;
import static dev.gyre.e2e.LeakWorld.ORIGIN_6;
import static dev.gyre.e2e.LeakWorld.OTHER;
import static dev.gyre.e2e.LeakWorld.REFUSING;
import static dev.gyre.e2e.LeakWorld.SERVER;
import static dev.gyre.e2e.LeakWorld.SERVER_6;
import static dev.gyre.e2e.LeakWorld.SERVER_HTTPS;
import static dev.gyre.e2e.LeakWorld.SERVER_TLS;
import static dev.gyre.e2e.LeakWorld.SILENT;
import static dev.gyre.e2e.LeakWorld.SOURCE;
import static dev.gyre.e2e.LeakWorld.SOURCE_6;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.e2e.LeakWatch.Flow;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.Packet;
import dev.gyre.testkit.PacketCapture;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.Running;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Run by [ResolverLeakIT] in the world; the network `inside` is the machine that Gyre runs on. Each run starts Gyre as it is shipped,
/// asks it in every way, and then looks at every packet.
final class ResolverLeakScenario {

    private static final List<String> INSIDE = List.of("ip", "netns", "exec", "inside");
    private static final String SETTINGS =
            """
            targets: {allow: [198.51.100.0/24, "2001:db8::/32"]}
            timeouts: {connect: 8s}
            attempts: 1
            """;
    private static final String PORTS = "connect: {ports: any}\n";
    private static final String LISTEN =
            PORTS + "listen: {at: '192.0.2.1:8080', clients: [0.0.0.0/0]}\n";
    private static final String LISTENERS =
            PORTS
                    + "listen: [{at: \"192.0.2.1:8080\", clients: [0.0.0.0/0]},"
                    + " \"dns://127.0.0.1:5353\"]\n";
    private static final Path HERE = Path.of(".").toAbsolutePath().normalize();

    private static final List<String> TRUST =
            LeakWorld.CERTIFICATES.trustedByJdk(HERE.resolve("authority.p12"));

    private final LeakWorld world;
    private final LeakWatch watch;
    private int runs;

    private ResolverLeakScenario(LeakWorld world, LeakWatch watch) {
        this.world = world;
        this.watch = watch;
    }

    public static void main(String[] arguments) throws Exception {
        try (LeakWorld world = LeakWorld.start();
                DatagramSocket marks = new DatagramSocket();
                PacketCapture capture =
                        PacketCapture.start(
                                INSIDE,
                                HERE,
                                // To all on the link: nobody answers.
                                mark ->
                                        marks.send(
                                                new DatagramPacket(
                                                        mark,
                                                        mark.length,
                                                        Loopback.address("192.0.2.255"),
                                                        9)))) {
            ResolverLeakScenario scenario =
                    new ResolverLeakScenario(world, new LeakWatch(capture, LISTENER));
            scenario.strayPacketsWouldBeSeen();
            scenario.fromSources();
            scenario.byEveryTransport();
            scenario.whenServersFail();
            scenario.throughHops();
            scenario.forThoseWhoAskThemselves();
            scenario.whenHopsFail();
            scenario.whenThePoolIsWrong();
            assertThat(world.seen()).isPositive();
        }
        System.out.println("every packet was looked at");
        System.exit(0);
    }

    /// Another program asks as programs do: the capture shows it, and the watch finds it stray.
    private void strayPacketsWouldBeSeen() throws Exception {
        watch.look("before anything runs", List.of());
        List<String> command = new ArrayList<>(INSIDE);
        command.addAll(List.of("getent", "hosts", "canary.test"));
        Program.run(HERE, Map.of(), command);
        assertThatThrownBy(() -> watch.look("of another program", List.of()))
                .hasMessageContaining("UDP 192.0.2.1.")
                .hasMessageContaining(" > 198.51.100.99.53");
    }

    private void fromSources() throws Exception {
        run(
                "from a source",
                "dns: {servers: [198.51.100.53]}\negress: [{source: 192.0.2.10}]\n",
                List.of(udp(SOURCE, SERVER), tcp(SOURCE, ORIGIN)),
                () -> {
                    ask("origin.test", true);
                    ask("no-such-name.test", false);
                });
        run(
                "from a source of IPv6",
                "dns: {servers: [198.51.100.53, \"2001:db8:2::53\"]}\n"
                        + "egress: [{source: \"2001:db8:1::10\"}]\n",
                List.of(udp(SOURCE_6, SERVER_6), tcp(SOURCE_6, ORIGIN_6)),
                () -> ask("origin.test", true));
        run(
                "over TCP where UDP does not do",
                "dns: {servers: [\""
                        + Loopback.authority(world.truncating())
                        + "\"]}\negress: [{source: 192.0.2.10}]\n",
                List.of(
                        udp(SOURCE, world.truncating()),
                        tcp(SOURCE, world.truncating()),
                        tcp(SOURCE, ORIGIN)),
                () -> ask("origin.test", true));
        run(
                "names that nobody is to hear of",
                "dns: {servers: [198.51.100.53]}\negress: [{source: 192.0.2.10}]\n",
                List.of(),
                () -> {
                    ask("hidden.onion", false);
                    ask("printer.local", false);
                    ask("localhost", false);
                    ask("no.invalid", false);
                });
        eachBySourceOfItsOwn();
    }

    /// Whoever asks for a name is who connects.
    private void eachBySourceOfItsOwn() throws Exception {
        List<Flow> allowed = new ArrayList<>();
        for (int i = 10; i < 13; i++) {
            InetAddress source = Loopback.address("192.0.2." + i);
            allowed.addAll(List.of(udp(source, SERVER), tcp(source, ORIGIN)));
        }
        run(
                "by turns",
                "rotate: {pick: round-robin}\ndns: {servers: [198.51.100.53]}\n"
                        + "egress: [{source: 192.0.2.10-192.0.2.12}]\n",
                allowed,
                () -> {
                    for (int i = 0; i < 6; i++) {
                        get("origin.test", true);
                        assertThat(sources(watch.look("by turns", allowed)))
                                .as("sources of one request")
                                .hasSize(1);
                    }
                });
    }

    private static Set<InetAddress> sources(List<Packet> packets) {
        return packets.stream()
                .filter(Packet::outgoing)
                .filter(packet -> packet.opens() || packet.protocol() == Packet.Protocol.UDP)
                .map(Packet::from)
                .collect(Collectors.toSet());
    }

    /// Whoever reads along sees nothing of what is asked, and nobody else is asked when that fails.
    private void byEveryTransport() throws Exception {
        Map<String, InetSocketAddress> servers =
                Map.of(
                        "tcp://198.51.100.53", SERVER,
                        "tls://198.51.100.53", SERVER_TLS,
                        "https://198.51.100.53/dns-query", SERVER_HTTPS);
        for (Map.Entry<String, InetSocketAddress> server : servers.entrySet()) {
            run(
                    server.getKey(),
                    "dns: {servers: [\""
                            + server.getKey()
                            + "\"]}\negress: [{source: 192.0.2.10}]\n",
                    List.of(tcp(SOURCE, server.getValue()), tcp(SOURCE, ORIGIN)),
                    () -> {
                        ask("origin.test", true);
                        ask("no-such-name.test", false);
                    });
        }
        for (String scheme : List.of("tls", "https")) {
            int port = scheme.equals("tls") ? 853 : 443;
            String down = scheme + "://198.51.100.54";
            run(
                    down + ", which is down",
                    "dns: {servers: [\"" + down + "\"]}\negress: [{source: 192.0.2.10}]\n",
                    List.of(tcp(SOURCE, new InetSocketAddress(REFUSING.getAddress(), port))),
                    () -> ask("origin.test", false));
            // It is there, but it is somebody else.
            String other = scheme + "://198.51.100.57";
            run(
                    other + ", which is somebody else",
                    "dns: {servers: [\"" + other + "\"]}\negress: [{source: 192.0.2.10}]\n",
                    List.of(tcp(SOURCE, new InetSocketAddress(OTHER.getAddress(), port))),
                    () -> ask("origin.test", false));
        }
        try (FakeHop hop = FakeHop.socks5().start(HOP)) {
            for (String server : servers.keySet()) {
                run(
                        server + " by a hop",
                        "dns: {servers: [\""
                                + server
                                + "\"]}\negress: [{proxy: \"socks5://198.51.100.90:"
                                + hop.port()
                                + "\"}]\n",
                        List.of(tcp(MACHINE, hop.address())),
                        () -> ask("origin.test", true));
            }
        }
    }

    private void whenServersFail() throws Exception {
        run(
                "the first server is down",
                "dns: {servers: [198.51.100.54, 198.51.100.53]}\negress: [{source: 192.0.2.10}]\n",
                List.of(udp(SOURCE, REFUSING), udp(SOURCE, SERVER), tcp(SOURCE, ORIGIN)),
                () -> ask("origin.test", true));
        run(
                "the first server is silent",
                "dns: {servers: [198.51.100.55, 198.51.100.53]}\negress: [{source: 192.0.2.10}]\n",
                List.of(udp(SOURCE, SILENT), udp(SOURCE, SERVER), tcp(SOURCE, ORIGIN)),
                () -> ask("origin.test", true));
        run(
                "all servers are down",
                "dns: {servers: [198.51.100.54, 198.51.100.55]}\negress: [{source: 192.0.2.10}]\n",
                List.of(udp(SOURCE, REFUSING), udp(SOURCE, SILENT)),
                () -> ask("origin.test", false));
    }

    private void throughHops() throws Exception {
        Map<String, InetAddress> names = Map.of("origin.test", ORIGIN.getAddress());
        try (FakeHop http = FakeHop.http().names(names).start(HOP);
                FakeHop socks5 = FakeHop.socks5().names(names).start(HOP);
                FakeHop socks4 = FakeHop.socks4().names(names).start(HOP)) {
            for (String proxy :
                    List.of(
                            "http://198.51.100.90:" + http.port(),
                            "socks4a://198.51.100.90:" + socks4.port(),
                            "socks5h://198.51.100.90:" + socks5.port(),
                            // These have no names: the name servers are asked through them.
                            "socks4://198.51.100.90:" + socks4.port(),
                            "socks5://198.51.100.90:" + socks5.port())) {
                hop(proxy, "proxy: \"" + proxy + "\"", http, socks4, socks5);
            }
            String chain =
                    "chain: [\"http://198.51.100.90:"
                            + http.port()
                            + "\", \"socks5://198.51.100.90:"
                            + socks5.port()
                            + "\"]";
            hop(chain, chain, http);
            namedHop(http);
        }
    }

    private void hop(String what, String egress, FakeHop... hops) throws Exception {
        List<Flow> allowed = new ArrayList<>();
        for (FakeHop hop : hops) {
            allowed.add(tcp(MACHINE, hop.address()));
        }
        run(
                what,
                "dns: {servers: [198.51.100.53]}\negress: [{" + egress + "}]\n",
                allowed,
                () -> {
                    ask("origin.test", true);
                    ask("no-such-name.test", false);
                    ask("hidden.onion", false);
                });
    }

    /// The one name that is asked for from the machine's own address.
    private void namedHop(FakeHop http) throws Exception {
        List<Flow> allowed = List.of(udp(MACHINE, SERVER), tcp(MACHINE, http.address()));
        run(
                "a hop with a name",
                "dns: {servers: [198.51.100.53]}\negress: [{proxy: \"http://hop.test:"
                        + http.port()
                        + "\"}]\n",
                allowed,
                () -> {
                    ask("origin.test", true);
                    assertThat(LeakWatch.names(watch.look("a hop with a name", allowed), SERVER))
                            .containsOnly("hop.test");
                });
    }

    /// Programs on the machine ask the listener for names: that leaves by an egress, too.
    private void forThoseWhoAskThemselves() throws Exception {
        InetSocketAddress asked = new InetSocketAddress(Loopback.V4, 5353);
        List<Flow> clients = List.of(udp(Loopback.V4, asked), tcp(Loopback.V4, asked));
        List<Flow> direct = new ArrayList<>(clients);
        direct.add(udp(SOURCE, SERVER));
        run(
                "asked by DNS",
                "dns: {servers: [198.51.100.53]}\negress: [{source: 192.0.2.10}]\n",
                LISTENERS,
                direct,
                () -> {
                    for (String way : List.of("+notcp", "+tcp")) {
                        assertThat(dig("origin.test", way)).contains("198.51.100.80");
                        assertThat(dig("none.test", way)).contains("NXDOMAIN");
                        assertThat(dig("hidden.onion", way)).contains("NXDOMAIN");
                    }
                    assertThat(LeakWatch.names(watch.look("asked by DNS", direct), SERVER))
                            .containsOnly("origin.test", "none.test");
                });
        run(
                "asked by DNS, the server is down",
                "dns: {servers: [198.51.100.54]}\negress: [{source: 192.0.2.10}]\n",
                LISTENERS,
                Stream.concat(clients.stream(), Stream.of(udp(SOURCE, REFUSING))).toList(),
                () -> assertThat(dig("origin.test", "+notcp")).contains("SERVFAIL"));
        try (FakeHop hop = FakeHop.socks5().start(HOP)) {
            run(
                    "asked by DNS, by a hop",
                    "dns: {servers: [198.51.100.53]}\negress: [{proxy: \"socks5://198.51.100.90:"
                            + hop.port()
                            + "\"}]\n",
                    LISTENERS,
                    Stream.concat(clients.stream(), Stream.of(tcp(MACHINE, hop.address())))
                            .toList(),
                    () -> assertThat(dig("origin.test", "+notcp")).contains("198.51.100.80"));
        }
        FakeHop dead = FakeHop.socks5().start(HOP);
        dead.close();
        run(
                "asked by DNS, the hop is down",
                "dns: {servers: [198.51.100.53]}\negress: [{proxy: \"socks5h://198.51.100.90:"
                        + dead.port()
                        + "\"}]\n",
                LISTENERS,
                Stream.concat(clients.stream(), Stream.of(tcp(MACHINE, dead.address()))).toList(),
                () -> assertThat(dig("origin.test", "+tcp")).contains("SERVFAIL"));
        run(
                "asked by DNS, by a source that this machine has not",
                "dns: {servers: [198.51.100.53]}\negress: [{source: 192.0.2.99}]\n",
                LISTENERS,
                clients,
                () -> assertThat(dig("origin.test", "+notcp")).contains("SERVFAIL"));
        others();
    }

    /// Who is on another machine and not named by the file gets not one packet.
    private void others() throws Exception {
        InetAddress other = Loopback.address("192.0.2.254");
        InetSocketAddress asked = new InetSocketAddress(MACHINE, 5353);
        List<Flow> allowed = List.of(udp(other, asked));
        run(
                "asked by DNS, by others",
                "dns: {servers: [198.51.100.53]}\negress: [{source: 192.0.2.10}]\n",
                PORTS
                        + "listen: [{at: \"192.0.2.1:8080\", clients: [0.0.0.0/0]},"
                        + " \"dns://0.0.0.0:5353\"]\n",
                allowed,
                () -> {
                    assertThat(dig(List.of(), "192.0.2.1", "origin.test", "+notcp", 2))
                            .contains("no servers could be reached");
                    assertThat(watch.look("asked by DNS, by others", allowed))
                            .isNotEmpty()
                            .allSatisfy(packet -> assertThat(packet.from()).isEqualTo(other));
                });
    }

    private static String dig(String name, String way) {
        return dig(INSIDE, "127.0.0.1", name, way, 15);
    }

    private static String dig(
            List<String> where, String server, String name, String way, int seconds) {
        List<String> command = new ArrayList<>(where);
        command.addAll(
                List.of(
                        "dig",
                        "@" + server,
                        "-p",
                        "5353",
                        name,
                        "A",
                        way,
                        "+tries=1",
                        "+time=" + seconds));
        Program.Result result = Program.run(HERE, Map.of(), command);
        return result.out() + result.err();
    }

    private void whenHopsFail() throws Exception {
        FakeHop dead = FakeHop.socks5().start(HOP);
        dead.close();
        FakeHop closing = FakeHop.socks5().mode(FakeHop.Mode.CLOSING).start(HOP);
        try (closing) {
            for (FakeHop hop : List.of(dead, closing)) {
                int port = hop == dead ? closing.port() + 1 : hop.port();
                InetSocketAddress address = new InetSocketAddress(HOP, port);
                for (String scheme : List.of("socks5", "socks5h")) {
                    run(
                            "a hop that fails",
                            "dns: {servers: [198.51.100.53]}\negress: [{proxy: \""
                                    + scheme
                                    + "://198.51.100.90:"
                                    + port
                                    + "\"}]\n",
                            List.of(tcp(MACHINE, address)),
                            () -> ask("origin.test", false));
                }
            }
        }
    }

    private void whenThePoolIsWrong() throws Exception {
        for (String pool :
                List.of(
                        "egress: [{source: 192.0.2.10}]\nnonsense: yes\n",
                        "egress: [{source: origin.test}]\n",
                        "egress: [{file: no-such-file.txt}]\n",
                        "dns: {servers: [origin.test]}\negress: [{source: 192.0.2.10}]\n")) {
            Program.Result result = Program.run(HERE, Map.of(), command(write(pool)));
            assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
            assertThat(watch.look("a pool file that is wrong", List.of())).isEmpty();
        }
        run(
                "a source that this machine has not",
                "dns: {servers: [198.51.100.53]}\negress: [{source: 192.0.2.99}]\n",
                List.of(),
                () -> ask("origin.test", false));
    }

    @FunctionalInterface
    private interface Asking {
        void run() throws Exception;
    }

    /// Starts Gyre, asks, ends it, and looks.
    private void run(String what, String pool, List<Flow> allowed, Asking asking) throws Exception {
        run(what, pool, LISTEN, allowed, asking);
    }

    private void run(String what, String pool, String listen, List<Flow> allowed, Asking asking)
            throws Exception {
        try (Running gyre = Running.start(command(write(listen + pool)), HERE, LISTENER)) {
            // Not all of its listeners may be there yet.
            await().until(() -> gyre.output().contains("Try it: "));
            asking.run();
        } catch (AssertionError failed) {
            throw new AssertionError(what + ": " + failed.getMessage(), failed);
        }
        watch.look(what, allowed);
        System.out.println("looked at: " + what);
    }

    private Path write(String pool) throws IOException {
        return Files.writeString(HERE.resolve("pool-" + ++runs + ".yml"), SETTINGS + pool);
    }

    private static List<String> command(Path pool) {
        List<String> command = new ArrayList<>(INSIDE);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC"));
        command.addAll(TRUST);
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        System.getProperty("gyre.jar"),
                        "run",
                        pool.toString()));
        return command;
    }

    /// In every way in which a client can ask, all at once.
    private static void ask(String name, boolean there) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asked =
                    List.of(
                            clients.submit(() -> get(name, there)),
                            clients.submit(() -> connect(name, there)),
                            clients.submit(() -> socks5(name, there)),
                            clients.submit(() -> socks4(name, there)));
            for (Future<?> one : asked) {
                one.get();
            }
        }
    }

    private static Void get(String name, boolean there) throws IOException {
        try (RawClient client = RawClient.connect(LISTENER)) {
            client.send("GET http://" + name + "/ HTTP/1.1\r\nHost: " + name + "\r\n\r\n");
            assertThat(client.readResponse().status() == 200).as("GET " + name).isEqualTo(there);
        }
        return null;
    }

    private static Void connect(String name, boolean there) throws IOException {
        String authority = name + ":80";
        try (RawClient client = RawClient.connect(LISTENER)) {
            client.send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
            assertThat(client.readHead().startsWith("HTTP/1.1 200 "))
                    .as("CONNECT " + name)
                    .isEqualTo(there);
        }
        return null;
    }

    private static Void socks5(String name, boolean there) throws IOException {
        try (RawClient client = RawClient.connect(LISTENER)) {
            assertThat(client.socks5(name, 80) == 0).as("SOCKS5 " + name).isEqualTo(there);
        }
        return null;
    }

    private static Void socks4(String name, boolean there) throws IOException {
        try (RawClient client = RawClient.connect(LISTENER)) {
            assertThat(client.socks4a(name, 80) == 0x5a).as("SOCKS4a " + name).isEqualTo(there);
        }
        return null;
    }
}
