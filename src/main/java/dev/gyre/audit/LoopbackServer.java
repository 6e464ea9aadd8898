package dev.gyre.audit;

import dev.gyre.net.Addresses;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Listens on 127.0.0.1, and on ::1 where there is one, at the same port of both. Each connection has a virtual thread of its own,
/// and a number; there are 512 at a time at most, and those beyond are closed.
final class LoopbackServer implements AutoCloseable {

    /// Serves one connection, which is closed when it returns.
    @FunctionalInterface
    interface Service {
        void serve(long connection, Socket socket) throws IOException;
    }

    private static final InetAddress IPV4 = Addresses.parse("127.0.0.1").orElseThrow();
    private static final InetAddress IPV6 = Addresses.parse("::1").orElseThrow();
    private static final int BACKLOG = 128;
    private static final int MOST = 512;
    private static final int ATTEMPTS = 20;

    private final List<ServerSocket> sockets;
    private final AtomicLong count = new AtomicLong();
    private final Semaphore free = new Semaphore(MOST);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private LoopbackServer(List<ServerSocket> sockets) {
        this.sockets = sockets;
    }

    /// Takes a free port. Whoever connects waits until [#serve] is called.
    static LoopbackServer bind() throws IOException {
        for (int attempt = 0; ; attempt++) {
            ServerSocket first = new ServerSocket(0, BACKLOG, IPV4);
            try {
                return new LoopbackServer(
                        List.of(first, new ServerSocket(first.getLocalPort(), BACKLOG, IPV6)));
            } catch (IOException taken) {
                if (attempt == ATTEMPTS) {
                    // There is no IPv6 here.
                    return new LoopbackServer(List.of(first));
                }
                first.close();
            }
        }
    }

    /// Serves all who connect from now on.
    void serve(Service service) {
        for (ServerSocket socket : sockets) {
            Thread.ofVirtual().name("judge").start(() -> accept(socket, service));
        }
    }

    int port() {
        return sockets.getFirst().getLocalPort();
    }

    List<InetAddress> addresses() {
        return sockets.stream().map(ServerSocket::getInetAddress).toList();
    }

    List<InetSocketAddress> socketAddresses() {
        List<InetSocketAddress> all = new ArrayList<>();
        addresses().forEach(address -> all.add(new InetSocketAddress(address, port())));
        return all;
    }

    private void accept(ServerSocket socket, Service service) {
        while (!closed) {
            try {
                Socket connection = socket.accept();
                long number = count.incrementAndGet();
                if (free.tryAcquire()) {
                    open.add(connection);
                    Thread.ofVirtual()
                            .name("judge")
                            .start(() -> serve(number, connection, service));
                } else {
                    connection.close();
                }
            } catch (IOException gone) {
                // The client went before it was accepted, or this server is closed.
            }
        }
    }

    private void serve(long number, Socket connection, Service service) {
        try (connection) {
            connection.setTcpNoDelay(true);
            if (!closed) {
                service.serve(number, connection);
            }
        } catch (IOException ended) {
            // What was seen by then is noted.
        } finally {
            open.remove(connection);
            free.release();
        }
    }

    /// Listens no more, and closes every connection.
    @Override
    public void close() {
        closed = true;
        sockets.forEach(LoopbackServer::close);
        open.forEach(LoopbackServer::close);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception broken) {
            // It is of no use any more, which is all that was wanted.
        }
    }

    /// Where it listens for peers of this address's family, if it does.
    Optional<InetAddress> like(InetAddress peer) {
        return addresses().stream().filter(each -> Addresses.sameFamily(each, peer)).findFirst();
    }
}
