package dev.gyre.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Unbound, a real name server, with records of its own. It asks no other server: all names that it
/// was not given do not exist.
public final class Unbound implements AutoCloseable {

    /// One query.
    ///
    /// @param name lower-case, without a trailing dot
    /// @param type `A`, `AAAA`, …
    public record Query(String name, String type, InetAddress client) {}

    private static final Pattern QUERY = Pattern.compile("query: (\\S+) (\\S+)\\. (\\S+) IN$");

    private final Running running;
    private final InetSocketAddress address;
    private final Path log;

    private Unbound(Running running, InetSocketAddress address, Path log) {
        this.running = running;
        this.address = address;
        this.log = log;
    }

    /// Starts it, on UDP and TCP.
    ///
    /// @param addresses literals by name
    /// @param records more, in the words of a zone file: `alias.test. 60 IN CNAME name.test.`
    public static Unbound start(
            InetAddress listen, int port, Map<String, String> addresses, String... records) {
        return start(
                UnboundSettings.at(listen, port).addresses(addresses).records(List.of(records)));
    }

    /// Starts it.
    public static Unbound start(UnboundSettings settings) {
        Path program = TestPeers.require("unbound");
        List<Path> logs = new ArrayList<>();
        Running running =
                Running.start(
                        "unbound",
                        settings.listen(),
                        dir -> {
                            logs.add(Files.createFile(dir.resolve("queries.log")));
                            Path file = settings.writeTo(dir, logs.getFirst());
                            return List.of(program.toString(), "-d", "-c", file.toString());
                        });
        return new Unbound(running, settings.listen(), logs.getFirst());
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// All queries so far, in order.
    public List<Query> queries() {
        try {
            List<Query> queries = new ArrayList<>();
            for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
                Matcher query = QUERY.matcher(line);
                if (query.find()) {
                    queries.add(
                            new Query(
                                    query.group(2).toLowerCase(Locale.ROOT),
                                    query.group(3),
                                    InetAddress.ofLiteral(query.group(1))));
                }
            }
            return queries;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
