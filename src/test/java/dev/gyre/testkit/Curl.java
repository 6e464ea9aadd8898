package dev.gyre.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real curl, without the settings and proxies of whoever runs the tests.
public final class Curl {

    /// How a run ended.
    ///
    /// @param exit 0 for success, or as curl's manual says
    public record Result(int exit, String out, String err) {}

    private Curl() {}

    /// Runs it to its end, which comes within 20 s. It prints errors, but no progress.
    public static Result run(String... arguments) {
        return run(List.of(arguments));
    }

    /// The same.
    public static Result run(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(TestPeers.require("curl").toString());
        command.addAll(List.of("-q", "-sS", "--max-time", "20"));
        command.addAll(arguments);
        try {
            Path err = Files.createTempFile("gyre-curl-", ".err");
            try {
                return run(command, err);
            } finally {
                Files.delete(err);
            }
        } catch (IOException notRun) {
            throw new UncheckedIOException(notRun);
        }
    }

    private static Result run(List<String> command, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        Running.cleanEnvironment(builder);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            byte[] out = process.getInputStream().readAllBytes();
            return new Result(
                    process.waitFor(),
                    new String(out, StandardCharsets.UTF_8),
                    new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(impatient);
        } finally {
            process.destroyForcibly();
        }
    }
}
