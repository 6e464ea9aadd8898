package dev.gyre.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Listens on a free port of 127.0.0.1 and serves each connection on a thread of its own. It remembers open connections only.
final class Server implements AutoCloseable {

    /// Serves one connection, which is closed when it returns.
    @FunctionalInterface
    interface Service {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Service service;
    private final Ledger ledger;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Server(ServerSocket server, Service service, Ledger ledger) {
        this.server = server;
        this.service = service;
        this.ledger = ledger;
    }

    static Server start(Ledger ledger, Service service) {
        try {
            ServerSocket socket = new ServerSocket(0, 4096, InetAddress.ofLiteral("127.0.0.1"));
            Server server = new Server(socket, service, ledger);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            if (!server.isClosed()) {
                ledger.fail("the soak's own server broke: " + closed);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            service.serve(socket);
        } catch (IOException gone) {
            // Whoever it was is gone.
        } catch (RuntimeException mistake) {
            ledger.fail("the soak's own server is wrong: " + mistake);
        } finally {
            open.remove(socket);
        }
    }

    /// Closes without a goodbye.
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
