package dev.gyre.cli;

import dev.gyre.app.Checkup;
import dev.gyre.app.NoEgressException;
import dev.gyre.app.ProxyServer;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Grade;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource;
import dev.gyre.fetch.FetchUrl;
import dev.gyre.lists.ListFile;
import dev.gyre.lists.ListFormat;
import dev.gyre.lists.ListText;
import dev.gyre.lists.Parsed;
import dev.gyre.lists.UnreadableList;
import dev.gyre.lists.Written;
import dev.gyre.probe.CheckCsv;
import dev.gyre.probe.CheckJson;
import dev.gyre.probe.CheckTable;
import dev.gyre.probe.Checked;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `gyre check`.
@Command(
        name = "check",
        description = {
            "Tests every egress of a pool file, or of a list of proxies, with one request each:"
                + " which of them work, how fast, what a target sees of them, what they add, and"
                + " whether they meddle with TLS. The judge is this machine's own unless another"
                + " target is named; hops elsewhere can't reach it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre check",
            "  gyre check --target http://judge.example/get --grade elite my-pool.yml",
            "  gyre check --list proxies.txt --target https://example.com/ --output live.txt",
            "",
            "Exit codes: 0 enough passed, 1 fewer than --at-least passed, 2 wrong usage, pool file"
                    + " or list."
        })
final class CheckCommand implements Callable<Integer> {

    private static final int TOO_FEW = 1;
    private static final int USAGE = 2;
    private static final int MOST_AT_A_TIME = 1024;
    private static final int MOST_PER_ENTRY = 65_536;
    private static final long REDRAW_MILLIS = 200;
    private static final String DEFAULT_FILE = "egress-pool.yml";
    private static final String SETTINGS = "egress: [{interface: any}]\n";
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The pool file (default: " + DEFAULT_FILE + ").")
    private @Nullable Path file;

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description =
                    "Test the proxies of this list instead: lines, URLs, or a Clash file. Lines"
                            + " that don't say what they speak are HTTP.")
    private @Nullable Path list;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description =
                    "Ask for this page: a judge's like that of whoami.gyre, httpbin's /get or"
                            + " azenv, which gives address and grade, or any other.")
    private @Nullable String target;

    @Option(
            names = "--expect",
            paramLabel = "STATUS",
            defaultValue = "200",
            description = "The status of its answer (default: ${DEFAULT-VALUE}).")
    private int expect;

    @Option(
            names = "--grade",
            paramLabel = "GRADE",
            description =
                    "What an egress may tell at most to pass: elite, anonymous or transparent.")
    private @Nullable String grade;

    @Option(
            names = "--at-least",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many must pass for exit code 0 (default: ${DEFAULT-VALUE}).")
    private int atLeast;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many are tested at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "For each of them (default: ${DEFAULT-VALUE}).")
    private String timeout;

    @Option(
            names = "--per-entry",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "How many addresses of a range are tested, chosen at random (default:"
                            + " ${DEFAULT-VALUE}).")
    private int perEntry;

    @Option(names = "--json", description = "Print one JSON document instead of a table.")
    private boolean json;

    @Option(names = "--csv", description = "Print comma-separated lines instead of a table.")
    private boolean csv;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write those that passed to this file, with their passwords.")
    private @Nullable Path output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "url",
            description =
                    "How they are written: url, host-port, host-port-user-pass,"
                            + " user-pass-at-host-port, clash or json (default: ${DEFAULT-VALUE}).")
    private String format;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Checkup.Wanted wanted = wanted();
        Optional<Grade> least = Optional.ofNullable(grade).map(this::grade);
        ListFormat written = listFormat();
        try {
            PoolFile pool = list == null ? poolFile() : listed(list);
            List<Checked> rows;
            int size;
            try (Bar bar = new Bar(err, Terminal.ERR.isThere());
                    Checkup checkup =
                            Checkup.of(
                                    pool,
                                    wanted,
                                    ProxyServer.systemTrust(),
                                    bar::count,
                                    err::println)) {
                size = checkup.size();
                checkup.stopOnSignal();
                checkup.start();
                while (!checkup.await(REDRAW_MILLIS)) {
                    bar.draw(size);
                }
                rows = rows(checkup, least);
            }
            print(rows, size);
            if (output != null) {
                write(output, rows, written);
            }
            return Checked.passed(rows) >= atLeast ? 0 : TOO_FEW;
        } catch (ConfigException invalid) {
            err.println(invalid.report());
            return USAGE;
        } catch (NoEgressException | UnreadableList none) {
            err.println("gyre: " + none.getMessage());
            return USAGE;
        } catch (IOException failed) {
            err.println("gyre: " + failed.getMessage());
            return TOO_FEW;
        } finally {
            err.flush();
        }
    }

    private PoolFile poolFile() throws ConfigException {
        return PoolFile.read(
                file == null ? Path.of(DEFAULT_FILE) : file,
                name -> Optional.ofNullable(System.getenv(name)));
    }

    /// The list as a pool, with the settings of a pool file that says nothing else.
    private PoolFile listed(Path from) throws ConfigException, IOException {
        Parsed parsed =
                ListText.parse(
                        from.toString(),
                        ListFile.read(from),
                        new ListSource.Reading(HopScheme.HTTP, false),
                        Labels.NONE);
        parsed.report().forEach(spec.commandLine().getErr()::println);
        if (parsed.entries().isEmpty()) {
            throw wrong("--list: error: there is no proxy in it");
        }
        return PoolFile.parse(
                        DEFAULT_FILE,
                        SETTINGS.getBytes(StandardCharsets.UTF_8),
                        _ -> Optional.empty())
                .withEgress(parsed.entries());
    }

    private static List<Checked> rows(Checkup checkup, Optional<Grade> least) {
        return Checked.sorted(
                checkup.results().stream()
                        .map(each ->
                                Checked.of(each, checkup.labels(each.egress()).country(), least))
                        .toList());
    }

    private void print(List<Checked> rows, int size) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                json
                        ? CheckJson.of(rows, size)
                        : csv ? CheckCsv.of(rows) : CheckTable.of(rows, size, colours()));
        out.flush();
    }

    private void write(Path to, List<Checked> rows, ListFormat written) throws IOException {
        Written text =
                Written.of(
                        rows.stream()
                                .filter(Checked::passed)
                                .map(each -> entry(each.examined().egress()))
                                .toList(),
                        written);
        PrivateFile.write(to, text.text());
        text.lost()
                .forEach((what, times) ->
                        spec.commandLine()
                                .getErr()
                                .println("gyre: not in " + to + ": " + times + " " + what));
    }

    private static EgressEntry entry(Egress egress) {
        return switch (egress) {
            case Egress.Direct(var source) ->
                    new EgressEntry.Source(new AddressRange(source, source));
            case Egress.Chain chain -> new EgressEntry.Through(chain.hops());
        };
    }

    private Checkup.Wanted wanted() {
        if (list != null && file != null) {
            throw wrong("--list: error: stands instead of a pool file");
        }
        if (json && csv) {
            throw wrong("--csv: error: stands instead of --json");
        }
        within("--expect", expect, 200, 599);
        within("--concurrency", concurrency, 1, MOST_AT_A_TIME);
        within("--per-entry", perEntry, 1, MOST_PER_ENTRY);
        within("--at-least", atLeast, 0, Integer.MAX_VALUE);
        Path directory = output == null ? null : output.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw wrong("--output: error: its folder does not exist");
        }
        return new Checkup.Wanted(
                Optional.ofNullable(target).map(this::url),
                expect,
                patience(),
                perEntry,
                concurrency);
    }

    private void within(String option, int number, int least, int most) {
        if (number < least || number > most) {
            throw wrong(option + ": error: must be from " + least + " to " + most);
        }
    }

    private FetchUrl url(String text) {
        return FetchUrl.parse(text)
                .orElseThrow(() -> wrong("--target: error: is no URL of http or https"));
    }

    private Duration patience() {
        Matcher parts = SECONDS.matcher(timeout);
        long amount = parts.matches() ? Long.parseLong(parts.group(1)) : 0;
        if (amount == 0) {
            throw wrong("--timeout: error: is no duration, such as 10s");
        }
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private Grade grade(String text) {
        return Arrays.stream(Grade.values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> wrong("--grade: error: must be elite, anonymous or transparent"));
    }

    private ListFormat listFormat() {
        return Arrays.stream(ListFormat.values())
                .filter(each -> each.text().equals(format))
                .findFirst()
                .orElseThrow(() ->
                        wrong(
                                "--format: error: must be one of "
                                        + Arrays.stream(ListFormat.values())
                                                .map(ListFormat::text)
                                                .collect(Collectors.joining(", "))));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static boolean colours() {
        return Terminal.OUT.isThere() && System.getenv("NO_COLOR") == null;
    }
}
