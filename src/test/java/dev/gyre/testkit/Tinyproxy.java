package dev.gyre.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Tinyproxy, a real HTTP proxy. It lets everybody CONNECT to any port.
public final class Tinyproxy implements AutoCloseable {

    private final Running running;
    private final InetSocketAddress address;

    private Tinyproxy(Running running, InetSocketAddress address) {
        this.running = running;
        this.address = address;
    }

    /// Starts it.
    ///
    /// @param bindAddress the source of its connections to targets, an address of this machine
    public static Tinyproxy start(InetAddress listen, int port, String bindAddress) {
        Path program = TestPeers.require("tinyproxy");
        InetSocketAddress address = new InetSocketAddress(listen, port);
        String settings =
                """
                Port %d
                Listen %s
                Bind %s
                Timeout 60
                MaxClients 100
                LogLevel Info
                Allow 127.0.0.0/8
                """
                        .formatted(port, listen.getHostAddress(), bindAddress);
        return new Tinyproxy(
                Running.start(
                        "tinyproxy",
                        address,
                        dir -> {
                            Path file = Files.writeString(dir.resolve("tinyproxy.conf"), settings);
                            return List.of(program.toString(), "-d", "-c", file.toString());
                        }),
                address);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// What it logged so far.
    public String output() {
        return running.output();
    }

    @Override
    public void close() {
        running.close();
    }
}
