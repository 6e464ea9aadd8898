package dev.gyre.testkit;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/// A name server on 127.0.0.1 that does what no name server should: by UDP and TCP at one port, or by TLS.
public final class LyingServer implements AutoCloseable {

    private static final InetAddress ELSEWHERE = Loopback.address("127.0.0.99");

    private final Lie lie;
    private final Optional<SSLContext> tls;
    private final DatagramSocket udp;
    private final DatagramSocket otherPort;
    private final DatagramSocket otherAddress;
    private final ServerSocket tcp;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    private LyingServer(Lie lie, Optional<SSLContext> tls, ServerSocket tcp) throws IOException {
        this.lie = lie;
        this.tls = tls;
        this.tcp = tcp;
        int port = tcp.getLocalPort();
        this.udp = new DatagramSocket(port, Loopback.V4);
        this.otherPort = new DatagramSocket(0, Loopback.V4);
        this.otherAddress = new DatagramSocket(port, ELSEWHERE);
        Thread.ofVirtual().start(this::serveDatagrams);
        Thread.ofVirtual().start(this::serveConnections);
    }

    /// By UDP and TCP.
    public static LyingServer start(Lie lie) {
        return start(lie, Optional.empty());
    }

    /// By TLS.
    public static LyingServer start(Lie lie, SSLContext tls) {
        return start(lie, Optional.of(tls));
    }

    private static LyingServer start(Lie lie, Optional<SSLContext> tls) {
        IOException last = new IOException();
        for (int attempt = 0; attempt < 20; attempt++) {
            @Nullable ServerSocket tcp = null;
            try {
                tcp = new ServerSocket(0, 50, Loopback.V4);
                return new LyingServer(lie, tls, tcp);
            } catch (IOException portTaken) {
                last = portTaken;
                if (tcp != null) {
                    Listener.closeQuietly(tcp);
                }
            }
        }
        throw new UncheckedIOException(last);
    }

    /// Where to ask.
    public InetSocketAddress address() {
        return new InetSocketAddress(Loopback.V4, tcp.getLocalPort());
    }

    /// How many queries came so far.
    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        udp.close();
        otherPort.close();
        otherAddress.close();
        Listener.closeQuietly(tcp);
        connections.forEach(Listener::closeQuietly);
    }

    private void serveDatagrams() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                udp.receive(packet);
                byte[] query = new byte[packet.getLength()];
                System.arraycopy(packet.getData(), 0, query, 0, query.length);
                Datagrams mouth = new Datagrams(packet.getSocketAddress());
                Thread.ofVirtual().start(() -> tell(query, mouth));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serveConnections() {
        try {
            while (true) {
                Socket connection = tcp.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serve(Socket accepted) {
        try (Socket connection =
                tls.isPresent() ? Loopback.serverTls(tls.get(), accepted) : accepted) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            Connection mouth = new Connection(connection);
            while (true) {
                tell(in.readNBytes(in.readUnsignedShort()), mouth);
            }
        } catch (IOException closed) {
            // Whoever asked has heard enough.
        } finally {
            connections.remove(accepted);
        }
    }

    private void tell(byte[] query, Lie.Mouth mouth) {
        asked.incrementAndGet();
        try {
            lie.tell(Lie.Asked.of(query), mouth);
        } catch (IOException gone) {
            // Nobody listens any more.
        }
    }

    private final class Datagrams implements Lie.Mouth {
        private final SocketAddress to;

        Datagrams(SocketAddress to) {
            this.to = to;
        }

        @Override
        public boolean isStream() {
            return false;
        }

        @Override
        public void say(byte[] message) throws IOException {
            udp.send(new DatagramPacket(message, message.length, to));
        }

        @Override
        public void sayFromOtherPort(byte[] message) throws IOException {
            otherPort.send(new DatagramPacket(message, message.length, to));
        }

        @Override
        public void sayFromOtherAddress(byte[] message) throws IOException {
            otherAddress.send(new DatagramPacket(message, message.length, to));
        }

        @Override
        public void sayRaw(byte[] octets) {}

        @Override
        public void hangUp() {}
    }

    private static final class Connection implements Lie.Mouth {
        private final Socket socket;
        private final DataOutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.out = new DataOutputStream(socket.getOutputStream());
        }

        @Override
        public boolean isStream() {
            return true;
        }

        @Override
        public void say(byte[] message) throws IOException {
            byte[] frame = new byte[2 + message.length];
            frame[0] = (byte) (message.length >> 8);
            frame[1] = (byte) message.length;
            System.arraycopy(message, 0, frame, 2, message.length);
            sayRaw(frame);
        }

        @Override
        public void sayFromOtherPort(byte[] message) {}

        @Override
        public void sayFromOtherAddress(byte[] message) {}

        @Override
        public void sayRaw(byte[] octets) throws IOException {
            out.write(octets);
            out.flush();
        }

        @Override
        public void hangUp() throws IOException {
            socket.close();
        }
    }
}
