package dev.gyre.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Squid, a real HTTP proxy. It lets everybody of this machine CONNECT to any port, and keeps nothing.
public final class Squid implements AutoCloseable {

    private final Running running;
    private final InetSocketAddress address;

    private Squid(Running running, InetSocketAddress address) {
        this.running = running;
        this.address = address;
    }

    /// Starts it.
    ///
    /// @param bindAddress the source of its connections to targets, an address of this machine
    public static Squid start(InetAddress listen, int port, String bindAddress) {
        Path program = TestPeers.require("squid");
        InetSocketAddress address = new InetSocketAddress(listen, port);
        String settings =
                """
                http_port %s:%d
                acl here src 127.0.0.0/8
                http_access allow here
                tcp_outgoing_address %s
                cache deny all
                cache_mem 8 MB
                access_log none
                cache_log /dev/null
                pid_filename none
                netdb_filename none
                pinger_enable off
                shutdown_lifetime 0 seconds
                max_filedescriptors 1024
                """
                        .formatted(listen.getHostAddress(), port, bindAddress);
        return new Squid(
                Running.start(
                        "squid",
                        address,
                        dir -> {
                            Path file = Files.writeString(dir.resolve("squid.conf"), settings);
                            return List.of(
                                    program.toString(), "-N", "-d", "1", "-f", file.toString());
                        }),
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
