package dev.gyre.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Knot Resolver, a real name server, by UDP and TCP, TLS (RFC 7858) and HTTPS (RFC 8484) over HTTP/2. It knows nothing itself: all is
/// asked of another server.
public final class Kresd implements AutoCloseable {

    private final Running running;
    private final InetSocketAddress address;
    private final InetSocketAddress tls;
    private final InetSocketAddress https;

    private Kresd(
            Running running,
            InetSocketAddress address,
            InetSocketAddress tls,
            InetSocketAddress https) {
        this.running = running;
        this.address = address;
        this.tls = tls;
        this.https = https;
    }

    /// Starts it at free ports of an address.
    ///
    /// @param source whom it asks
    /// @param anchors such as those of [SignedTree#anchors]: with any, it checks signatures and passes them on; with none it does neither
    public static Kresd start(
            InetAddress listen,
            TestCertificates.Pem server,
            InetSocketAddress source,
            List<String> anchors) {
        Path program = TestPeers.require("kresd");
        InetSocketAddress plain = new InetSocketAddress(listen, TestPeers.freePort());
        InetSocketAddress tls = new InetSocketAddress(listen, TestPeers.freePort());
        InetSocketAddress https = new InetSocketAddress(listen, TestPeers.freePort());
        Running running =
                Running.start(
                        "kresd",
                        https,
                        dir -> {
                            Path chain =
                                    Files.writeString(dir.resolve("server.pem"), server.chain());
                            Path key = Files.writeString(dir.resolve("server.key"), server.key());
                            Path file =
                                    Files.writeString(
                                            dir.resolve("kresd.conf"),
                                            settings(plain, tls, https, chain, key)
                                                    + asking(source, anchors));
                            return List.of(
                                    program.toString(),
                                    "-n",
                                    "-c",
                                    file.toString(),
                                    dir.toString());
                        });
        return new Kresd(running, plain, tls, https);
    }

    /// Where by UDP and TCP.
    public InetSocketAddress address() {
        return address;
    }

    /// Where by TLS.
    public InetSocketAddress tls() {
        return tls;
    }

    /// Where by HTTPS, at `/dns-query`.
    public InetSocketAddress https() {
        return https;
    }

    @Override
    public void close() {
        running.close();
    }

    private static String settings(
            InetSocketAddress plain,
            InetSocketAddress tls,
            InetSocketAddress https,
            Path chain,
            Path key) {
        String host = plain.getAddress().getHostAddress();
        return """
        net.tls('%s', '%s')
        net.listen('%s', %d, { kind = 'dns' })
        net.listen('%s', %d, { kind = 'tls' })
        net.listen('%s', %d, { kind = 'doh2' })
        cache.size = 10 * MB
        trust_anchors.remove('.')
        """
                .formatted(
                        chain,
                        key,
                        host,
                        plain.getPort(),
                        host,
                        tls.getPort(),
                        host,
                        https.getPort());
    }

    private static String asking(InetSocketAddress source, List<String> anchors) {
        StringBuilder text = new StringBuilder();
        anchors.forEach(anchor -> text.append("trust_anchors.add([[" + anchor + "]])\n"));
        return text.append("policy.add(policy.all(policy.")
                .append(anchors.isEmpty() ? "STUB" : "FORWARD")
                .append("({'")
                .append(source.getAddress().getHostAddress() + "@" + source.getPort())
                .append("'})))\n")
                .toString();
    }
}
