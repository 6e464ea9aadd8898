package dev.gyre.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Hundreds of HTTP proxies that take CONNECT, on loopback: each has an address of its own, where it listens and from which it
/// connects, so that a target tells them apart. Whatever name it is asked for is 127.0.0.1.
public final class HopFleet implements AutoCloseable {

    /// How a hop does.
    public enum Condition {
        /// Connects and tunnels.
        WELL,
        /// Ends each connection with a reset.
        DEAD,
        /// Accepts, and says nothing more.
        STALLED
    }

    private final Listener listener;
    private final Map<InetAddress, Condition> conditions = new ConcurrentHashMap<>();

    /// @param network the first two octets of their addresses, such as `127.40`
    public HopFleet(String network, int count) {
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add(
                    InetAddress.ofLiteral(network + "." + (1 + i / 250) + "." + (1 + i % 250)));
        }
        listener = new Listener(addresses, 0, this::serve);
    }

    /// Where each listens.
    public List<InetSocketAddress> addresses() {
        return listener.addresses();
    }

    /// From now on, for connections that are still to come.
    public void set(int hop, Condition condition) {
        conditions.put(addresses().get(hop).getAddress(), condition);
    }

    private void serve(int connection, Socket client) throws IOException {
        switch (conditions.getOrDefault(client.getLocalAddress(), Condition.WELL)) {
            case DEAD -> Listener.reset(client);
            case STALLED -> {
                byte[] ignored = new byte[1024];
                while (client.getInputStream().read(ignored) >= 0) {
                    // Until who asks gives up.
                }
            }
            case WELL -> connect(client);
        }
    }

    private void connect(Socket client) throws IOException {
        ByteReader in = new ByteReader(client.getInputStream());
        String head = new String(in.head(), StandardCharsets.ISO_8859_1);
        String authority = head.split(" ", 3)[1];
        int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
        OutputStream out = client.getOutputStream();
        try (Socket target = new Socket()) {
            target.setTcpNoDelay(true);
            target.bind(new InetSocketAddress(client.getLocalAddress(), 0));
            target.connect(new InetSocketAddress(Loopback.V4, port), 10_000);
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Tunnel.run(client, in.rest(), target);
        } catch (ConnectException refused) {
            out.write("HTTP/1.1 502 Bad Gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
