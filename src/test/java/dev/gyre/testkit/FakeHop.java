package dev.gyre.testkit;

import dev.gyre.net.Addresses;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/// An upstream proxy on loopback that behaves, or misbehaves, as it is told to and remembers what
/// it was asked.
///
/// Its protocol code is its own, so that a mistake in Gyre's is not mirrored here. Settings apply
/// to new connections, also once it runs. It looks no name up: it knows
/// literals and what [#names(Map)] says.
public final class FakeHop implements AutoCloseable {

    /// What it does with whoever connects.
    public enum Mode {
        /// Connects to what is asked and tunnels. Also serves as the first of a chain.
        TERMINAL,
        /// Accepts, reads, never says a byte of its protocol (TLS is spoken).
        UNRESPONSIVE,
        /// Refuses to serve: HTTP 403, SOCKS4 0x5b, SOCKS5 0x02.
        REFUSING,
        /// Says that the target refused: HTTP 502, SOCKS4 0x5b, SOCKS5 0x05.
        TARGET_REFUSED,
        /// Rejects any credentials: HTTP 407, SOCKS4 0x5d, RFC 1929 status 1. A SOCKS5 client that
        /// offers none is told that no method is acceptable.
        WRONG_PASSWORD,
        /// Answers the first bytes with 64 bytes that are no protocol.
        GARBAGE,
        /// Closes after the first bytes.
        CLOSING,
        /// Connects and tunnels, but adds `Via` and `X-Forwarded-For` to the first request of HTTP in the tunnel.
        ADDING_FIELDS,
        /// Connects and tunnels, but answers TLS in the tunnel itself, with a certificate of its own.
        ANSWERING_TLS;

        /// Whether it connects to what is asked.
        boolean connects() {
            return this == TERMINAL || this == ADDING_FIELDS || this == ANSWERING_TLS;
        }
    }

    /// One request, recorded before it is answered.
    ///
    /// @param host as asked, letter case and all, without the brackets of an IPv6 literal; an
    ///     address that came as bytes in the form of [InetAddress#getHostAddress()]; empty when the
    ///     client was turned away before it could ask; the request target when HTTP's method was
    ///     not CONNECT
    /// @param port 0 when none was asked
    /// @param raw all bytes of the client's handshake, as ISO-8859-1
    public record Asked(
            InetSocketAddress peer,
            String host,
            int port,
            Optional<String> user,
            Optional<String> password,
            String raw) {}

    /// What a client must present.
    record Password(String user, String secret) {
        static final Password ANY = new Password("", "");
    }

    private final HopProtocol protocol;
    private final Optional<SSLContext> tls;
    private volatile Mode mode = Mode.TERMINAL;
    private volatile Optional<InetAddress> source = Optional.empty();
    private volatile Optional<Password> password = Optional.empty();
    private volatile Map<String, InetAddress> names = Map.of();
    private final Map<String, InetAddress> suffixes = new ConcurrentHashMap<>();
    private volatile byte[] greeting = {};
    private volatile boolean dripping;
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean recordsHellos;
    private final List<byte[]> hellos = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private volatile boolean closed;

    private FakeHop(HopProtocol protocol, Optional<SSLContext> tls) {
        this.protocol = protocol;
        this.tls = tls;
        try {
            server = new ServerSocket();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// An HTTP proxy that takes CONNECT only (RFC 9110 §9.3.6) and answers other methods 405.
    public static FakeHop http() {
        return new FakeHop(new HttpHop(), Optional.empty());
    }

    /// The same, spoken to over TLS.
    public static FakeHop https(SSLContext tls) {
        return new FakeHop(new HttpHop(), Optional.of(tls));
    }

    /// A SOCKS4 proxy that knows the 4a extension. Its password is the user id alone.
    public static FakeHop socks4() {
        return new FakeHop(new Socks4Hop(), Optional.empty());
    }

    /// A SOCKS5 proxy (RFC 1928) that takes CONNECT only.
    public static FakeHop socks5() {
        return new FakeHop(new Socks5Hop(), Optional.empty());
    }

    /// How it behaves. [Mode#TERMINAL] unless set.
    public FakeHop mode(Mode mode) {
        this.mode = mode;
        return this;
    }

    /// The source address of its connections, by which a target tells which hop they came from.
    public FakeHop from(String literal) {
        source = Optional.of(InetAddress.ofLiteral(literal));
        return this;
    }

    /// Requires these credentials.
    public FakeHop password(String user, String secret) {
        password = Optional.of(new Password(user, secret));
        return this;
    }

    /// Requires credentials, and takes any.
    public FakeHop anyPassword() {
        password = Optional.of(Password.ANY);
        return this;
    }

    /// How it resolves names, whatever their letter case.
    public FakeHop names(Map<String, InetAddress> names) {
        Map<String, InetAddress> lowered = new ConcurrentHashMap<>();
        names.forEach((name, address) -> lowered.put(name.toLowerCase(Locale.ROOT), address));
        this.names = lowered;
        return this;
    }

    /// Resolves every name below this one to an address.
    public FakeHop namesBelow(String suffix, InetAddress address) {
        suffixes.put("." + suffix, address);
        return this;
    }

    /// Bytes that follow the reply of success in the same segment, as if the target spoke first.
    public FakeHop greeting(byte[] bytes) {
        greeting = bytes.clone();
        return this;
    }

    /// Sends its handshake byte by byte, each in a segment of its own.
    public FakeHop dripping() {
        dripping = true;
        return this;
    }

    /// Says nothing once it is asked for this host, as if it waited for it.
    public FakeHop hangsFor(String host) {
        hanging.add(host);
        return this;
    }

    /// Listens on 127.0.0.1, at a free port.
    public FakeHop start() {
        return start(InetAddress.ofLiteral("127.0.0.1"));
    }

    /// The same on another address.
    public FakeHop start(InetAddress address) {
        return start(new InetSocketAddress(address, 0));
    }

    /// The same at a port of its own.
    public FakeHop start(InetSocketAddress at) {
        try {
            server.bind(at, 256);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().start(this::accept);
        return this;
    }

    /// The requests so far, in order.
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// Keeps what each connection begins with. For an https hop.
    public FakeHop recordsHellos() {
        recordsHellos = true;
        return this;
    }

    /// The first record of each connection: its ClientHello.
    public List<byte[]> hellos() {
        return List.copyOf(hellos);
    }

    /// How many connections were accepted so far.
    public int connections() {
        return connections.get();
    }

    /// How many connections are open now, those to targets included.
    public int open() {
        return open.size();
    }

    /// Where it listens.
    public int port() {
        return server.getLocalPort();
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /// Closes the connections of its clients without a goodbye.
    public void cut() {
        open.stream()
                .filter(socket -> socket.getLocalPort() == port())
                .forEach(Tunnel::closeQuietly);
    }

    /// Stops listening and closes all connections.
    @Override
    public void close() {
        closed = true;
        end.countDown();
        Tunnel.closeQuietly(server);
        open.forEach(Tunnel::closeQuietly);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                connections.incrementAndGet();
                track(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serve(Socket plain) {
        try {
            plain.setTcpNoDelay(true);
            serve(
                    new HopClient(
                            layered(plain),
                            mode,
                            password,
                            greeting,
                            dripping,
                            this::connect,
                            asked));
        } catch (IOException gone) {
            // The client went away, or spoke another protocol.
        } finally {
            Tunnel.closeQuietly(plain);
            open.removeIf(Socket::isClosed);
        }
    }

    private void serve(HopClient client) throws IOException {
        switch (client.mode()) {
            case UNRESPONSIVE -> client.drain();
            case CLOSING -> client.awaitFirstBytes();
            case GARBAGE -> {
                client.awaitFirstBytes();
                client.turnAway(garbage());
            }
            case TERMINAL, REFUSING, TARGET_REFUSED, WRONG_PASSWORD, ADDING_FIELDS, ANSWERING_TLS ->
                    protocol.serve(client);
        }
    }

    private void awaitEnd() throws IOException {
        try {
            end.await();
        } catch (InterruptedException ended) {
            throw new IOException(ended);
        }
    }

    private Socket layered(Socket plain) throws IOException {
        if (tls.isEmpty() || !recordsHellos) {
            return tls.isPresent()
                    ? tls.get().getSocketFactory().createSocket(plain, null, true)
                    : plain;
        }
        DataInputStream in = new DataInputStream(plain.getInputStream());
        byte[] hello = new byte[5];
        in.readFully(hello);
        int length = (hello[3] & 0xff) << 8 | (hello[4] & 0xff);
        hello = Arrays.copyOf(hello, 5 + length);
        in.readFully(hello, 5, length);
        hellos.add(hello);
        return tls.get()
                .getSocketFactory()
                .createSocket(plain, new ByteArrayInputStream(hello), true);
    }

    /// A connection to a target; empty when its name means nothing to this hop.
    private Optional<Socket> connect(String host, int port) throws IOException {
        if (hanging.contains(host)) {
            awaitEnd();
        }
        Optional<InetAddress> address =
                Optional.ofNullable(names.get(host.toLowerCase(Locale.ROOT)))
                        .or(() ->
                                suffixes.entrySet().stream()
                                        .filter(each -> host.endsWith(each.getKey()))
                                        .map(Map.Entry::getValue)
                                        .findFirst())
                        .or(() -> Addresses.parse(host));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Socket target = new Socket();
        track(target);
        try {
            target.setTcpNoDelay(true);
            if (source.isPresent()) {
                target.bind(new InetSocketAddress(source.get(), 0));
            }
            target.connect(new InetSocketAddress(address.get(), port), 10_000);
            return Optional.of(target);
        } catch (IOException notReached) {
            Tunnel.closeQuietly(target);
            throw notReached;
        }
    }

    private void track(Socket socket) {
        open.add(socket);
        if (closed) {
            Tunnel.closeQuietly(socket);
        }
    }

    /// Fixed; the first byte is no version of SOCKS, no reply code and no letter.
    static byte[] garbage() {
        byte[] bytes = new byte[64];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (0xfe - 3 * at);
        }
        return bytes;
    }
}
