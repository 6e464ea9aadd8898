package dev.gyre.testkit;

import static org.awaitility.Awaitility.await;

import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A real program, from start to end.
public final class Running implements AutoCloseable {

    /// Writes a program's settings into a directory.
    @FunctionalInterface
    interface Setup {
        /// The command that starts it.
        List<String> in(Path directory) throws IOException;
    }

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(5);

    private final Process process;
    private final Path log;
    private final List<Path> toDelete;

    private Running(Process process, Path log, List<Path> toDelete) {
        this.process = process;
        this.log = log;
        this.toDelete = toDelete;
    }

    /// Starts a program in a directory, with nothing in its environment but a path, and waits until
    /// it accepts TCP connections. What it prints goes to a file in that directory.
    ///
    /// @throws AssertionError with what it printed, when it ends first or takes more than 30 s
    public static Running start(List<String> command, Path dir, InetSocketAddress waitFor) {
        return start(command, dir, _ -> accepts(waitFor), List.of());
    }

    /// The same in a new directory, that goes with the program.
    static Running start(String name, InetSocketAddress waitFor, Setup setup) {
        return start(name, _ -> accepts(waitFor), setup);
    }

    /// The same for a program that tells in another way that it is there.
    ///
    /// @param ready of its directory
    static Running start(String name, Predicate<Path> ready, Setup setup) {
        try {
            Path dir = Files.createTempDirectory("gyre-" + name + "-");
            return start(setup.in(dir), dir, ready, List.of(dir));
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    private static Running start(
            List<String> command, Path dir, Predicate<Path> ready, List<Path> toDelete) {
        Running running;
        try {
            Path log = Files.createTempFile(dir, "output-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(dir.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            cleanEnvironment(builder);
            Process process = builder.start();
            process.getOutputStream().close();
            running = new Running(process, log, toDelete);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
        try {
            await().atMost(START)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !running.process.isAlive() || ready.test(dir));
        } catch (ConditionTimeoutException late) {
            throw running.failed("is not ready in time");
        }
        if (!running.process.isAlive()) {
            throw running.failed("has ended with status " + running.process.exitValue());
        }
        return running;
    }

    static void cleanEnvironment(ProcessBuilder builder) {
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
    }

    /// What it printed so far.
    public String output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    /// Ends it and what it started: asks, and after 5 s insists.
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException impatient) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        // What a child still writes as it dies may be in the way.
        toDelete.forEach(
                dir -> await().pollDelay(Duration.ZERO).atMost(END).until(() -> deleted(dir)));
    }

    private AssertionError failed(String how) {
        String message = process.info().command().orElse("The program") + " " + how;
        String printed = output();
        close();
        return new AssertionError(message + "; it printed:\n" + printed);
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket probe = new Socket()) {
            probe.connect(address, 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean deleted(Path dir) {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException leftBehind) {
            return !Files.exists(dir);
        }
    }
}
