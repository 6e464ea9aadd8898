package dev.gyre.testkit;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gyre as it is shipped: the jar, in a process of its own, with nothing in its environment but a path.
public final class Program implements AutoCloseable {

    /// How a run ended.
    public record Result(int exit, String out, String err) {}

    private static final Duration START = Duration.ofSeconds(30);
    private static final int END_SECONDS = 20;
    private static final Pattern LISTENING = Pattern.compile("Listening on (\\S+:[0-9]+) ");

    private final Process process;
    private final Path out;

    private Program(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /// The project's folder.
    public static Path basedir() {
        return Path.of(System.getProperty("gyre.basedir", ".")).toAbsolutePath().normalize();
    }

    /// Runs a command that ends by itself, in this directory.
    public static Result run(Path directory, String... arguments) {
        return run(directory, Map.of(), jar(arguments));
    }

    /// Runs a command that ends by itself, in this directory, and pipes a line into it.
    public static Result piped(Path directory, String line, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "printf '%s\\n' \"$0\" | \"$@\"", line));
        command.addAll(jar(arguments));
        return run(directory, Map.of(), command);
    }

    /// Runs any command to its end, with this in its environment beside a path.
    public static Result run(
            Path directory, Map<String, String> environment, List<String> command) {
        return run(directory, environment, command, Duration.ofSeconds(END_SECONDS));
    }

    /// The same for one that takes longer.
    public static Result run(
            Path directory, Map<String, String> environment, List<String> command, Duration most) {
        try {
            Path out = Files.createTempFile(directory, "out-", ".log");
            Path err = Files.createTempFile(directory, "err-", ".log");
            Process process = start(directory, environment, command, out, err);
            return new Result(end(process, most), text(out), text(err));
        } catch (IOException notRun) {
            throw new UncheckedIOException(notRun);
        }
    }

    /// Starts the proxy in this directory, and waits until it says all that it says at its start.
    public static Program start(Path directory, String... arguments) {
        return startWithin(directory, Optional.empty(), List.of(), arguments);
    }

    /// The same within bounds.
    ///
    /// @param files how many file descriptors it may have, or as many as we
    /// @param options of its virtual machine
    public static Program startWithin(
            Path directory, Optional<Integer> files, List<String> options, String... arguments) {
        return start(directory, files.map(most -> "ulimit -n " + most), options, arguments);
    }

    /// The same where SIGHUP is ignored already, as under nohup.
    public static Program startUnderNohup(Path directory, String... arguments) {
        return start(directory, Optional.of("trap '' HUP"), List.of(), arguments);
    }

    /// @param shell what a shell does first
    private static Program start(
            Path directory, Optional<String> shell, List<String> options, String... arguments) {
        try {
            Path out = Files.createTempFile(directory, "out-", ".log");
            List<String> command = jar(arguments);
            command.addAll(1, options);
            shell.ifPresent(
                    first -> command.addAll(0, List.of("sh", "-c", first + "; exec \"$@\"", "sh")));
            Process process = start(directory, Map.of(), command, out, out);
            Program program = new Program(process, out);
            await().atMost(START)
                    .until(() -> !process.isAlive() || program.output().contains("In a browser"));
            if (!process.isAlive()) {
                throw new AssertionError("it ended; it printed:\n" + program.output());
            }
            return program;
        } catch (IOException notRun) {
            throw new UncheckedIOException(notRun);
        }
    }

    private static List<String> jar(String... arguments) {
        String jar = System.getProperty("gyre.jar", "target/gyre-all.jar");
        Assumptions.assumeTrue(Files.exists(Path.of(jar)), "Skipped: the jar is not built: " + jar);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                Path.of(jar).toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Process start(
            Path directory,
            Map<String, String> environment,
            List<String> command,
            Path out,
            Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Running.cleanEnvironment(builder);
        builder.environment().putAll(environment);
        builder.redirectOutput(out.toFile());
        if (out.equals(err)) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(err.toFile());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /// What it printed so far.
    public String output() {
        return text(out);
    }

    /// Where it listens, `host:port`.
    public String hostPort() {
        Matcher listening = LISTENING.matcher(output());
        if (!listening.find()) {
            throw new AssertionError("it does not say where it listens:\n" + output());
        }
        return listening.group(1);
    }

    /// Sends a signal, such as `INT`, and waits for the end.
    ///
    /// @return its exit code
    public int end(String signal) throws IOException {
        signal(signal);
        return end(process);
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    /// Waits for the end; returns its exit code.
    public int awaitEnd() {
        return end(process);
    }

    /// Sends a signal.
    public void signal(String signal) throws IOException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start();
    }

    /// A client that is connected to it.
    public RawClient client() throws IOException {
        String[] listening = hostPort().split(":", 2);
        return RawClient.connect(
                new InetSocketAddress(
                        Loopback.address(listening[0]), Integer.parseInt(listening[1])));
    }

    private static int end(Process process) {
        return end(process, Duration.ofSeconds(END_SECONDS));
    }

    private static int end(Process process, Duration most) {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end");
            }
            return process.exitValue();
        } catch (InterruptedException impatient) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError(impatient);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        process.destroy();
        int _ = end(process);
    }
}
