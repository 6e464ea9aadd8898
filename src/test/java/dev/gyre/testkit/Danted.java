package dev.gyre.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Dante, a real SOCKS4 and SOCKS5 server. It asks nobody for a password.
public final class Danted implements AutoCloseable {

    private final Running running;
    private final InetSocketAddress address;

    private Danted(Running running, InetSocketAddress address) {
        this.running = running;
        this.address = address;
    }

    /// Starts it.
    ///
    /// @param externalAddress the source of its connections to targets, an address of this machine
    public static Danted start(InetAddress listen, int port, String externalAddress) {
        Path program = TestPeers.require("danted");
        InetSocketAddress address = new InetSocketAddress(listen, port);
        String users =
                "root".equals(System.getProperty("user.name"))
                        ? "user.privileged: root\nuser.unprivileged: nobody\n"
                        : "";
        String settings =
                """
                logoutput: stderr
                internal: %s port = %d
                external: %s
                clientmethod: none
                socksmethod: none
                %sclient pass {
                    from: 127.0.0.0/8 to: 0.0.0.0/0
                    log: error
                }
                socks pass {
                    from: 127.0.0.0/8 to: 0.0.0.0/0
                    command: connect
                    log: error connect
                }
                """
                        .formatted(listen.getHostAddress(), port, externalAddress, users);
        return new Danted(
                Running.start(
                        "danted",
                        address,
                        dir -> {
                            Path file = Files.writeString(dir.resolve("danted.conf"), settings);
                            return List.of(
                                    program.toString(),
                                    "-f",
                                    file.toString(),
                                    "-p",
                                    dir.resolve("danted.pid").toString());
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
