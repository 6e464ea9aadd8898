package dev.gyre.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tor, as Debian has it, without a network: the one directory that it knows of is a closed port of this machine, so that it never
/// has a circuit. What it is asked for it tells by its control port; after three seconds it gives up.
public final class Tor implements AutoCloseable {

    /// A connection that Tor was asked for, and could not make.
    ///
    /// @param target host and port
    /// @param isolated by what Tor keeps it apart from others: `SOCKS_USERNAME`, …
    public record Stream(String target, String user, String password, Set<String> isolated) {}

    private static final Pattern FAILED =
            Pattern.compile(
                    "650 STREAM \\d+ FAILED \\d+ (\\S+) .*SOCKS_USERNAME=\"([^\"]*)\""
                            + " SOCKS_PASSWORD=\"([^\"]*)\".*ISO_FIELDS=(\\S+)");
    private static final String NOBODY = "0".repeat(40);

    private final Running running;
    private final InetSocketAddress address;
    private final SocketChannel control;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();

    private Tor(Running running, InetSocketAddress address, Path socket) {
        this.running = running;
        this.address = address;
        try {
            control = SocketChannel.open(StandardProtocolFamily.UNIX);
            control.connect(UnixDomainSocketAddress.of(socket));
            control.write(
                    ByteBuffer.wrap(
                            "AUTHENTICATE\r\nSETEVENTS STREAM\r\n"
                                    .getBytes(StandardCharsets.US_ASCII)));
            BufferedReader events =
                    new BufferedReader(Channels.newReader(control, StandardCharsets.US_ASCII));
            for (int i = 0; i < 2; i++) {
                String reply = events.readLine();
                if (!"250 OK".equals(reply)) {
                    throw new AssertionError("Tor says " + reply);
                }
            }
            Thread.ofVirtual().start(() -> listen(events));
        } catch (IOException unwilling) {
            running.close();
            throw new UncheckedIOException(unwilling);
        }
    }

    /// Starts it.
    public static Tor start(InetAddress listen, int port) {
        Path program = TestPeers.require("tor");
        InetSocketAddress address = new InetSocketAddress(listen, port);
        List<Path> sockets = new ArrayList<>();
        Running running =
                Running.start(
                        "tor",
                        address,
                        dir -> {
                            sockets.add(dir.resolve("control"));
                            Path file =
                                    Files.writeString(dir.resolve("torrc"), settings(dir, address));
                            return List.of(
                                    program.toString(),
                                    "--defaults-torrc",
                                    dir.resolve("none").toString(),
                                    "-f",
                                    file.toString());
                        });
        return new Tor(running, address, sockets.getFirst());
    }

    private static String settings(Path dir, InetSocketAddress address) {
        return """
        SocksPort %s:%d IsolateSOCKSAuth
        ControlSocket %s/control
        DataDirectory %s/data
        Log notice stdout
        SocksTimeout 3
        UseDefaultFallbackDirs 0
        DirAuthority nowhere orport=1 v3ident=%s 127.0.0.1:1 %s
        """
                .formatted(
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        dir,
                        dir,
                        NOBODY,
                        NOBODY);
    }

    private void listen(BufferedReader events) {
        try {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                Matcher failed = FAILED.matcher(line);
                if (failed.find()) {
                    streams.add(
                            new Stream(
                                    failed.group(1),
                                    failed.group(2),
                                    failed.group(3),
                                    Set.of(failed.group(4).split(","))));
                }
            }
        } catch (IOException ended) {
            // It was closed.
        }
    }

    /// Where it takes SOCKS.
    public InetSocketAddress address() {
        return address;
    }

    /// What it was asked for so far, and has given up.
    public List<Stream> streams() {
        return List.copyOf(streams);
    }

    @Override
    public void close() {
        try {
            control.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            running.close();
        }
    }
}
