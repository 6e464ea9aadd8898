package dev.gyre.testkit;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Sends back every byte. When the client has ended its side, sends the rest and ends its own.
public final class EchoServer implements AutoCloseable {

    private final Listener listener;

    private EchoServer(InetAddress address, byte[] greeting) {
        listener =
                new Listener(
                        List.of(address),
                        0,
                        (_, socket) -> {
                            InputStream in = socket.getInputStream();
                            OutputStream out = socket.getOutputStream();
                            out.write(greeting);
                            out.flush();
                            in.transferTo(out);
                            socket.shutdownOutput();
                        });
    }

    /// On 127.0.0.1 and a free port.
    public static EchoServer start() {
        return start(Loopback.V4);
    }

    /// On this address and a free port.
    public static EchoServer start(InetAddress address) {
        return new EchoServer(address, new byte[0]);
    }

    /// One that says this, of US-ASCII, before it is asked anything.
    public static EchoServer speaksFirst(String greeting) {
        return new EchoServer(Loopback.V4, greeting.getBytes(StandardCharsets.US_ASCII));
    }

    public int port() {
        return address().getPort();
    }

    public InetSocketAddress address() {
        return listener.address();
    }

    /// `address:port` as an authority.
    public String authority() {
        return Loopback.authority(address());
    }

    /// Who connected, in order.
    public List<InetSocketAddress> peers() {
        return listener.peers();
    }

    public int connections() {
        return listener.connections();
    }

    /// Closes the connections that are open now; goes on listening.
    public void dropConnections() {
        listener.dropConnections();
    }

    @Override
    public void close() {
        listener.close();
    }
}
