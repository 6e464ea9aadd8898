package dev.gyre.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/// Microsocks, a real SOCKS5 proxy, which asks for a name and a password.
public final class Microsocks implements AutoCloseable {

    private final Running running;
    private final InetSocketAddress address;

    private Microsocks(Running running, InetSocketAddress address) {
        this.running = running;
        this.address = address;
    }

    /// Starts it.
    ///
    /// @param bindAddress the source of its connections to targets, an address of this machine
    public static Microsocks start(
            InetAddress listen, int port, String bindAddress, String user, String password) {
        Path program = TestPeers.require("microsocks");
        InetSocketAddress address = new InetSocketAddress(listen, port);
        return new Microsocks(
                Running.start(
                        "microsocks",
                        address,
                        _ ->
                                List.of(
                                        program.toString(),
                                        "-i",
                                        listen.getHostAddress(),
                                        "-p",
                                        Integer.toString(port),
                                        "-b",
                                        bindAddress,
                                        "-u",
                                        user,
                                        "-P",
                                        password)),
                address);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        running.close();
    }
}
