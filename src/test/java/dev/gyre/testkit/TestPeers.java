package dev.gyre.testkit;

import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The real programs that tests talk to.
public final class TestPeers {

    private static final int LOWEST = 12_000;
    private static final int PORTS = 20_000;

    /// Each run begins elsewhere, so that two on one machine don't meet.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private TestPeers() {}

    /// Where a program is installed: on the path, or where Debian keeps servers.
    public static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return Stream.concat(
                        Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// The same. When it is absent the test is skipped and says so, except with CI=true in the
    /// environment, where it fails.
    public static Path require(String program) {
        Optional<Path> found = find(program);
        if (found.isPresent()) {
            return found.get();
        }
        String reason = program + " is not installed";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        System.err.println("Skipped: " + reason);
        return Assumptions.abort(reason);
    }

    /// A port that nobody has, of no address, and that no connection is given: one below those that the system gives out. Each is
    /// returned once.
    public static int freePort() {
        while (true) {
            int port = LOWEST + NEXT.getAndIncrement() % PORTS;
            try (ServerSocket _ = new ServerSocket(port);
                    DatagramSocket _ = new DatagramSocket(port)) {
                return port;
            } catch (IOException taken) {
                // The next one.
            }
        }
    }
}
