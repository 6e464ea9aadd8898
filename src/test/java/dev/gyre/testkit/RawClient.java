package dev.gyre.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client that sends what it is told to, byte for byte. Every read waits thirty seconds at most.
public final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final ByteReader in;
    private final OutputStream out;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new ByteReader(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /// Connected to this address.
    public static RawClient connect(InetSocketAddress address) throws IOException {
        return connectFrom(Optional.empty(), address);
    }

    /// Connected to this address, from that one.
    public static RawClient connectFrom(InetAddress source, InetSocketAddress address)
            throws IOException {
        return connectFrom(Optional.of(source), address);
    }

    private static RawClient connectFrom(Optional<InetAddress> source, InetSocketAddress address)
            throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        if (source.isPresent()) {
            socket.bind(new InetSocketAddress(source.get(), 0));
        }
        socket.connect(address, TIMEOUT_MILLIS);
        return new RawClient(socket);
    }

    /// Sends ISO 8859-1 text.
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /// Says that nothing more will come.
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// A head with its empty line, as text.
    public String readHead() throws IOException {
        return new String(in.head(), StandardCharsets.ISO_8859_1);
    }

    public byte[] readExactly(int count) throws IOException {
        return in.exactly(count);
    }

    /// Everything until the peer closes.
    public byte[] readToEnd() throws IOException {
        return in.toEnd();
    }

    /// Whether the peer ends the connection, well or badly, without saying anything that could be taken for an end of what it
    /// said before. Reads what is left.
    public boolean ended() throws IOException {
        try {
            in.toEnd();
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    /// A response as it was received.
    ///
    /// @param fieldLines in their order and letter case
    /// @param body without its framing
    public record Response(String statusLine, List<String> fieldLines, byte[] body) {

        public int status() {
            return Integer.parseInt(statusLine.split(" ", 3)[1]);
        }

        /// The first value of the fields of this name.
        public Optional<String> field(String name) {
            return ByteReader.values(fieldLines, name).stream().findFirst();
        }

        /// The body as text.
        public String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    /// The response to a request that is no HEAD.
    public Response readResponse() throws IOException {
        return readResponse("GET");
    }

    /// The response to a request of this method.
    public Response readResponse(String method) throws IOException {
        byte[] head = in.head();
        if (head.length == 0) {
            throw new EOFException("the peer closed instead of answering");
        }
        List<String> lines = new ArrayList<>(ByteReader.lines(head));
        String statusLine = lines.removeFirst();
        return new Response(statusLine, lines, body(method, statusLine, lines));
    }

    private byte[] body(String method, String statusLine, List<String> fields) throws IOException {
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
            return new byte[0];
        }
        if (!ByteReader.values(fields, "transfer-encoding").isEmpty()) {
            return in.chunked(new ArrayList<>());
        }
        List<String> length = ByteReader.values(fields, "content-length");
        return length.isEmpty() ? in.toEnd() : in.exactly(Integer.parseInt(length.getFirst()));
    }

    /// Asks by SOCKS5, without a password. The target is a name, or an IPv4 address.
    ///
    /// @return the reply code
    public int socks5(String host, int port) throws IOException {
        send(new byte[] {5, 1, 0});
        in.exactly(2);
        return socks5Request(host, port);
    }

    /// The same, with a password.
    public int socks5(String host, int port, String user, String password) throws IOException {
        send(new byte[] {5, 1, 2});
        in.exactly(2);
        send((char) 1 + "" + (char) user.length() + user + (char) password.length() + password);
        in.exactly(2);
        return socks5Request(host, port);
    }

    private int socks5Request(String host, int port) throws IOException {
        String address =
                host.matches("[0-9.]+")
                        ? (char) 1 + octets(host)
                        : (char) 3 + "" + (char) host.length() + host;
        send("\5\1\0" + address + (char) (port >> 8) + (char) (port & 0xff));
        byte[] reply = in.exactly(4);
        if (reply[1] == 0) {
            in.exactly(reply[3] == 4 ? 18 : 6);
        }
        return reply[1];
    }

    /// Asks by SOCKS4.
    ///
    /// @return the reply code
    public int socks4(String address, int port) throws IOException {
        send("\4\1" + (char) (port >> 8) + (char) (port & 0xff) + octets(address) + "me\0");
        return in.exactly(8)[1];
    }

    /// Asks by SOCKS4a.
    ///
    /// @return the reply code
    public int socks4a(String name, int port) throws IOException {
        send("\4\1" + (char) (port >> 8) + (char) (port & 0xff) + "\0\0\0\1me\0" + name + "\0");
        return in.exactly(8)[1];
    }

    private static String octets(String address) {
        StringBuilder octets = new StringBuilder();
        for (String octet : address.split("\\.")) {
            octets.append((char) Integer.parseInt(octet));
        }
        return octets.toString();
    }

    /// Breaks the connection off. A mere close would leave open whether it still reads.
    public void reset() {
        Listener.reset(socket);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
