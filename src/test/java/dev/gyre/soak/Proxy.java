package dev.gyre.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Gyre in a process of its own, and what it takes there.
final class Proxy implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on (\\S+):([0-9]+) ");
    private static final Pattern USED = Pattern.compile("used ([0-9]+)K");
    private static final int START_SECONDS = 60;
    private static final int END_SECONDS = 60;

    /// @param heap KiB of objects that are in use
    /// @param resident KiB of memory that the process has
    /// @param files descriptors that are open
    record Size(long heap, long resident, long files) {}

    private final Process process;
    private final Path output;

    private Proxy(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Proxy start(Path directory, String pool) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("soak.yml"), pool);
        Path output = directory.resolve("gyre.log");
        Process process =
                new ProcessBuilder(
                                tool("java"),
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dio.netty.leakDetection.level=paranoid",
                                "-Dio.netty.customResourceLeakDetector="
                                        + PrintedLeaks.class.getName(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.gyre.cli.Main",
                                "run",
                                "-l",
                                "127.0.0.1:0",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        Proxy proxy = new Proxy(process, output);
        for (int i = 0; i < START_SECONDS * 10 && process.isAlive(); i++) {
            if (LISTENING.matcher(proxy.output()).find()) {
                return proxy;
            }
            boolean _ = process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        throw new IOException("it does not start: " + proxy.output());
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    InetSocketAddress address() throws IOException {
        Matcher listening = LISTENING.matcher(output());
        if (!listening.find()) {
            throw new IOException("it does not listen");
        }
        return new InetSocketAddress(
                InetAddress.ofLiteral(listening.group(1)), Integer.parseInt(listening.group(2)));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /// After a collection of garbage.
    Size size() throws IOException, InterruptedException {
        String _ = jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        return new Size(used.find() ? Long.parseLong(used.group(1)) : 0, resident(), files());
    }

    private long resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", pid(), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .sum();
        }
    }

    long files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", pid(), "fd"))) {
            return files.count();
        }
    }

    private String pid() {
        return Long.toString(process.pid());
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process tool =
                new ProcessBuilder(List.of(tool("jcmd"), pid(), command))
                        .redirectErrorStream(true)
                        .start();
        String answer = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean _ = tool.waitFor(30, TimeUnit.SECONDS);
        return answer;
    }

    /// Tells it to end; returns its exit code, or -1 when it does not.
    int end() throws InterruptedException {
        process.destroy();
        return process.waitFor(END_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
