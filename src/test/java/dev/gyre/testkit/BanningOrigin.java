package dev.gyre.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Many sites on one loopback port, each of which answers some addresses 429 for as long as it bans them, and all others 200.
public final class BanningOrigin implements AutoCloseable {

    private static final String WELCOME = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String BANNED =
            "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n";

    private final Listener listener = new Listener(List.of(Loopback.V4), 0, this::serve);
    private final Map<String, Set<InetAddress>> bans = new ConcurrentHashMap<>();

    public int port() {
        return listener.address().getPort();
    }

    /// From now on this site, by its host name, does not want this address.
    public void ban(String site, InetAddress address) {
        bans.computeIfAbsent(site, _ -> ConcurrentHashMap.newKeySet()).add(address);
    }

    private void serve(int connection, Socket socket) throws IOException {
        ByteReader in = new ByteReader(socket.getInputStream());
        while (true) {
            byte[] head = in.head();
            if (head.length == 0) {
                return;
            }
            String host = ByteReader.values(ByteReader.lines(head), "host").getFirst();
            String site = host.substring(0, host.lastIndexOf(':'));
            boolean banned = bans.getOrDefault(site, Set.of()).contains(socket.getInetAddress());
            socket.getOutputStream().write((banned ? BANNED : WELCOME).getBytes(ISO_8859_1));
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
