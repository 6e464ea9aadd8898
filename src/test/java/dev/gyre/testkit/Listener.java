package dev.gyre.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Accepts on one or more loopback addresses (the same port on each) and serves each connection on a virtual thread of its
/// own. An I/O error ends its connection only; any other exception of a service is a mistake of the kit, and [#close] says so.
final class Listener implements AutoCloseable {

    /// Serves one connection; the socket is closed when it returns.
    @FunctionalInterface
    interface Service {
        void serve(int connection, Socket socket) throws IOException;
    }

    private final List<ServerSocket> servers;
    private final Service service;
    private final AtomicInteger count = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> peers = new CopyOnWriteArrayList<>();
    private final List<Throwable> mistakes = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    Listener(List<InetAddress> addresses, int port, Service service) {
        this.servers = bind(addresses, port);
        this.service = service;
        for (ServerSocket server : servers) {
            Thread.ofVirtual().name("accept " + server).start(() -> accept(server));
        }
    }

    private static List<ServerSocket> bind(List<InetAddress> addresses, int port) {
        IOException last = new IOException("no address to listen on");
        for (int attempt = 0; attempt < 10; attempt++) {
            List<ServerSocket> bound = new CopyOnWriteArrayList<>();
            try {
                int same = port;
                for (InetAddress address : addresses) {
                    ServerSocket server = new ServerSocket(same, 128, address);
                    bound.add(server);
                    same = server.getLocalPort();
                }
                return bound;
            } catch (IOException takenOnOne) {
                last = takenOnOne;
                bound.forEach(Listener::closeQuietly);
            }
        }
        throw new UncheckedIOException(last);
    }

    InetSocketAddress address() {
        return addresses().getFirst();
    }

    List<InetSocketAddress> addresses() {
        return servers.stream()
                .map(s -> new InetSocketAddress(s.getInetAddress(), s.getLocalPort()))
                .toList();
    }

    int connections() {
        return count.get();
    }

    List<InetSocketAddress> peers() {
        return List.copyOf(peers);
    }

    /// Closes the connections, not the listening sockets.
    void dropConnections() {
        sockets.forEach(Listener::closeQuietly);
    }

    /// Stops listening and closes every connection.
    @Override
    public void close() {
        closed = true;
        servers.forEach(Listener::closeQuietly);
        dropConnections();
        if (!mistakes.isEmpty()) {
            throw new AssertionError("a service of the kit failed", mistakes.getFirst());
        }
    }

    private void accept(ServerSocket server) {
        while (!closed) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                peers.add((InetSocketAddress) socket.getRemoteSocketAddress());
                int connection = count.incrementAndGet();
                if (closed) {
                    closeQuietly(socket);
                }
                Thread.ofVirtual()
                        .name("serve " + connection)
                        .start(() -> serve(connection, socket));
            } catch (IOException goneBeforeAccepted) {
                // A client that left while it waited, or this listener was closed.
            }
        }
    }

    private void serve(int connection, Socket socket) {
        try (socket) {
            service.serve(connection, socket);
        } catch (IOException ended) {
            // The other side left or broke its protocol: the services record what matters.
        } catch (RuntimeException | Error mistake) {
            mistakes.add(mistake);
        } finally {
            sockets.remove(socket);
        }
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyBroken) {
            // It is of no use any more, which is all that was wanted.
        }
    }

    /// Says that nothing more follows and waits until the other side has left, so that what was sent is not lost to a reset.
    static void linger(Socket socket) throws IOException {
        socket.shutdownOutput();
        byte[] ignored = new byte[1 << 14];
        while (socket.getInputStream().read(ignored) >= 0) {
            // Dropped.
        }
    }

    /// Ends the connection with a reset.
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // Nothing left to reset.
        }
        closeQuietly(socket);
    }
}
