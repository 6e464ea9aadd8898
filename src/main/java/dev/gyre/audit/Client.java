package dev.gyre.audit;

import dev.gyre.http.Field;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A client's connection to a listener of the proxy.
final class Client implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5000;

    private final Socket socket;
    private final Incoming in;
    private final Optional<String> user;

    private Client(Socket socket, Incoming in, Optional<String> user) {
        this.socket = socket;
        this.in = in;
        this.user = user;
    }

    /// Connects.
    ///
    /// @param source the client's own address
    /// @param patience how long the client waits for all that it reads
    /// @param user who the client says it is, if it does
    static Client connect(
            InetSocketAddress listener,
            InetAddress source,
            Duration patience,
            Optional<String> user)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(listener, CONNECT_MILLIS);
            return new Client(socket, new Incoming(socket, patience), user);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /// The field by which the client says who it is, if it does.
    Optional<Field> credentials() {
        return user.map(name ->
                new Field(
                        "Proxy-Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(Octets.of(name + ":x").array())));
    }

    Socket socket() {
        return socket;
    }

    Incoming in() {
        return in;
    }

    void send(Octets... parts) throws IOException {
        for (Octets part : parts) {
            socket.getOutputStream().write(part.array());
        }
    }

    /// Asks for a tunnel.
    ///
    /// @param way not HTTP
    /// @return why there is none, in words; nothing when there is
    Optional<String> tunnel(Way way, String host, int port) throws IOException {
        return switch (way) {
            case HTTP -> throw new IllegalArgumentException("no tunnel by " + way);
            case CONNECT -> connect(host + ":" + port);
            case SOCKS5 -> socks5(host, port);
            case SOCKS4A -> socks4a(host, port);
        };
    }

    private Optional<String> connect(String authority) throws IOException {
        List<Field> fields = new ArrayList<>(List.of(new Field("Host", authority)));
        credentials().ifPresent(fields::add);
        send(Probe.head("CONNECT", authority, fields));
        int status = Reply.status(new Octets(in.head()).text());
        return status == 200 ? Optional.empty() : Optional.of("CONNECT was answered " + status);
    }

    private Optional<String> socks5(String host, int port) throws IOException {
        send(octets(5, 1, user.isPresent() ? 2 : 0));
        if (in.exactly(2)[1] != (user.isPresent() ? 2 : 0)) {
            return Optional.of("SOCKS5 wants a password, or none");
        }
        if (user.isPresent()) {
            String name = user.get();
            send(octets(1, name.length()), Octets.of(name), octets(1, 'x'));
            if (in.exactly(2)[1] != 0) {
                return Optional.of("SOCKS5 does not take the name of a session");
            }
        }
        send(octets(5, 1, 0, 3, host.length()), Octets.of(host), octets(port >> 8, port & 0xff));
        byte[] reply = in.exactly(4);
        if (reply[1] != 0) {
            return Optional.of("SOCKS5 was answered " + (reply[1] & 0xff));
        }
        var _ = in.exactly(reply[3] == 4 ? 18 : 6);
        return Optional.empty();
    }

    private Optional<String> socks4a(String host, int port) throws IOException {
        send(
                octets(4, 1, port >> 8, port & 0xff, 0, 0, 0, 1),
                Octets.of(user.orElse("")),
                octets(0),
                Octets.of(host),
                octets(0));
        int code = in.exactly(8)[1];
        return code == 0x5a ? Optional.empty() : Optional.of("SOCKS4a was answered " + code);
    }

    private static Octets octets(int... values) {
        byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return new Octets(octets);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
