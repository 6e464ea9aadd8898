package dev.gyre.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// An HTTP/1.1 origin that tells what a target saw: who connected, and every byte of every request.
///
/// It reads strictly: a request that breaks RFC 9112 is listed in [#problems] and answered 400. Requests are recorded when
/// their body has been read (or its end is lost), before they are answered. What it answers is in [Answers]; [#answer] sets
/// more.
public final class RecordingOrigin implements AutoCloseable {

    private final Listener listener;
    private final Optional<SSLContext> tls;
    private final Map<String, Answers.Answer> answers = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Seen> unread = new LinkedBlockingQueue<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    private RecordingOrigin(Optional<SSLContext> tls, int port, List<InetAddress> addresses) {
        this.tls = tls;
        this.listener = new Listener(addresses, port, this::serve);
    }

    /// On 127.0.0.1 and a free port.
    public static RecordingOrigin start() {
        return start(Loopback.V4);
    }

    /// On a free port, the same on each of these addresses.
    public static RecordingOrigin start(InetAddress... addresses) {
        return new RecordingOrigin(Optional.empty(), 0, List.of(addresses));
    }

    /// On this port of this address.
    public static RecordingOrigin start(InetSocketAddress address) {
        return new RecordingOrigin(
                Optional.empty(), address.getPort(), List.of(address.getAddress()));
    }

    /// The same over TLS.
    public static RecordingOrigin startTls(SSLContext context, InetAddress... addresses) {
        return new RecordingOrigin(Optional.of(context), 0, List.of(addresses));
    }

    /// The first address it listens on.
    public InetSocketAddress address() {
        return listener.address();
    }

    public List<InetSocketAddress> addresses() {
        return listener.addresses();
    }

    public int port() {
        return address().getPort();
    }

    /// `address:port` of the first address, as an authority.
    public String authority() {
        return Loopback.authority(address());
    }

    /// A URL of this path at the first address.
    public String url(String path) {
        return (tls.isPresent() ? "https://" : "http://") + authority() + path;
    }

    /// Answers requests for this path, or this path with its query, with these exact bytes; the connection stays open.
    public void answer(String path, byte[] raw) {
        answers.put(path, (_, out) -> write(out, raw, true));
    }

    /// The same, of ISO 8859-1 text.
    public void answer(String path, String raw) {
        answer(path, raw.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Answers with these exact bytes, then closes the connection.
    public void answerThenClose(String path, String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        answers.put(path, (_, out) -> write(out, bytes, false));
    }

    /// Answers with whatever this writes.
    public void answer(String path, Answers.Answer answer) {
        answers.put(path, answer);
    }

    /// Lets the requests for `/slow` be answered, those to come too.
    public void release() {
        released.countDown();
    }

    /// Every request so far.
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /// The first request that no call has returned yet; waits for it.
    public Seen next(Duration wait) throws InterruptedException {
        Seen next = unread.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no further request within " + wait + "; seen: " + seen);
        }
        return next;
    }

    /// The same; waits ten seconds at most.
    public Seen next() throws InterruptedException {
        return next(Duration.ofSeconds(10));
    }

    /// The first bytes of the bodies of `/bytes`, `/chunked` and `/close`.
    public static byte[] pattern(int count) {
        return Answers.pattern(count);
    }

    /// How many connections were accepted.
    public int connections() {
        return listener.connections();
    }

    /// How many of them the peer has not ended yet.
    public int open() {
        return open.get();
    }

    /// The peers of the connections, in order.
    public List<InetSocketAddress> peers() {
        return listener.peers();
    }

    /// What was wrong with requests; empty when all kept to the protocol.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// Closes the connections that are open now; goes on listening.
    public void dropConnections() {
        listener.dropConnections();
    }

    @Override
    public void close() {
        release();
        listener.close();
    }

    private void serve(int connection, Socket accepted) throws IOException {
        Socket socket = accepted;
        if (tls.isPresent()) {
            SSLSocket server = Loopback.serverTls(tls.get(), accepted);
            server.startHandshake();
            socket = server;
        }
        ByteReader reader = new ByteReader(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        Exchange exchange = new Exchange(connection, accepted, reader, out);
        open.incrementAndGet();
        try {
            try {
                while (one(exchange)) {
                    // The next request of this connection.
                }
            } finally {
                open.decrementAndGet();
            }
            Listener.linger(socket);
        } catch (ProtocolError wrong) {
            problems.add(wrong.getMessage());
            write(out, Answers.plain(400, wrong.getMessage(), true), false);
            Listener.linger(socket);
        } catch (Answers.Reset _) {
            Listener.reset(accepted);
        }
    }

    private record Exchange(int connection, Socket socket, ByteReader reader, OutputStream out) {

        Seen seen(byte[] head, byte[] body, byte[] rawBody, boolean complete) {
            return new Seen(
                    (InetSocketAddress) socket.getRemoteSocketAddress(),
                    (InetSocketAddress) socket.getLocalSocketAddress(),
                    connection,
                    head,
                    body,
                    rawBody,
                    complete);
        }
    }

    /// One request and its answer; whether another may follow.
    private boolean one(Exchange exchange) throws IOException {
        ByteReader reader = exchange.reader();
        reader.taken();
        byte[] head = reader.head();
        if (head.length == 0) {
            return false;
        }
        reader.taken();
        Seen request = exchange.seen(head, new byte[0], new byte[0], false);
        RequestRules rules;
        try {
            rules = RequestRules.of(request.headText());
        } catch (ProtocolError wrong) {
            record(request);
            throw wrong;
        }
        String path = rules.target().split("\\?", 2)[0];
        if (path.equals("/early")) {
            record(request);
            write(exchange.out(), Answers.plain(413, "too much", true), false);
            return false;
        }
        if (path.equals("/continue") && rules.expectsContinue()) {
            write(
                    exchange.out(),
                    "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1),
                    true);
        }
        byte[] body;
        try {
            body = rules.body(reader);
        } catch (IOException cut) {
            record(exchange.seen(head, new byte[0], reader.taken(), false));
            throw cut;
        }
        request = exchange.seen(head, body, reader.taken(), true);
        record(request);
        if (path.equals("/slow")) {
            waitForRelease();
        }
        Answers.Answer answer = answers.get(rules.target());
        if (answer == null) {
            answer = answers.getOrDefault(path, Answers::builtIn);
        }
        boolean open = answer.write(request, exchange.out());
        return open && rules.persistent();
    }

    private void record(Seen request) {
        seen.add(request);
        unread.add(request);
    }

    private void waitForRelease() throws IOException {
        try {
            released.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private static boolean write(OutputStream out, byte[] bytes, boolean open) throws IOException {
        out.write(bytes);
        out.flush();
        return open;
    }

    /// What RFC 9112 says of a request head.
    private record RequestRules(String target, List<String> fields) {

        static RequestRules of(String head) throws ProtocolError {
            if (head.replace("\r\n", "").matches("(?s).*[\r\n\0].*")) {
                throw new ProtocolError("a bare CR, LF or NUL in: " + head);
            }
            List<String> lines =
                    new ArrayList<>(ByteReader.lines(head.getBytes(StandardCharsets.ISO_8859_1)));
            if (lines.isEmpty()) {
                throw new ProtocolError("an empty head");
            }
            String line = lines.removeFirst();
            if (!line.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+ (/[^ ]*|\\*) HTTP/1\\.1")) {
                throw new ProtocolError("not the request line of an origin: " + line);
            }
            for (String field : lines) {
                if (!field.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:.*")) {
                    throw new ProtocolError("not a field line: " + field);
                }
            }
            if (ByteReader.values(lines, "host").size() != 1) {
                throw new ProtocolError("not one Host field: " + head);
            }
            boolean encoded = !ByteReader.values(lines, "transfer-encoding").isEmpty();
            int lengths = ByteReader.values(lines, "content-length").size();
            if (lengths > 1 || (encoded && lengths > 0)) {
                throw new ProtocolError("ambiguous framing: " + head);
            }
            return new RequestRules(line.split(" ")[1], List.copyOf(lines));
        }

        byte[] body(ByteReader reader) throws IOException {
            List<String> encoding = ByteReader.values(fields, "transfer-encoding");
            if (!encoding.isEmpty()) {
                if (encoding.size() != 1 || !encoding.getFirst().equalsIgnoreCase("chunked")) {
                    throw new ProtocolError("a transfer encoding other than chunked: " + encoding);
                }
                return reader.chunked(new ArrayList<>());
            }
            List<String> length = ByteReader.values(fields, "content-length");
            if (length.isEmpty()) {
                return new byte[0];
            }
            if (!length.getFirst().matches("[0-9]{1,9}")) {
                throw new ProtocolError("not a length: " + length);
            }
            return reader.exactly(Integer.parseInt(length.getFirst()));
        }

        boolean expectsContinue() {
            return ByteReader.values(fields, "expect").stream()
                    .anyMatch("100-continue"::equalsIgnoreCase);
        }

        boolean persistent() {
            return ByteReader.values(fields, "connection").stream()
                    .flatMap(value -> List.of(value.split(",")).stream())
                    .noneMatch(option -> option.strip().equalsIgnoreCase("close"));
        }
    }
}
