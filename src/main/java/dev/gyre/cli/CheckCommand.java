package dev.gyre.cli;

import dev.gyre.app.Checkup;
import dev.gyre.app.NoEgressException;
import dev.gyre.app.ProxyServer;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.Grade;
import dev.gyre.lists.UnreadableList;
import dev.gyre.probe.Checked;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

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
    private static final long REDRAW_MILLIS = 200;

    @Spec private CommandSpec spec;
    @Mixin private CheckedPool pool = new CheckedPool();
    @Mixin private CheckTerms terms = new CheckTerms();
    @Mixin private CheckOutput output = new CheckOutput();

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

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        pool.verify();
        output.verify();
        Checkup.Wanted wanted = terms.wanted();
        Optional<Grade> least = Optional.ofNullable(grade).map(this::grade);
        if (atLeast < 0) {
            throw wrong("--at-least: error: must be 0 or more");
        }
        try {
            return checked(pool.read(), wanted, least, err) >= atLeast ? 0 : TOO_FEW;
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

    /// Makes the check, until its end or a signal.
    ///
    /// @return how many passed
    private long checked(
            PoolFile file, Checkup.Wanted wanted, Optional<Grade> least, PrintWriter err)
            throws IOException, NoEgressException, InterruptedException {
        List<Checked> rows;
        int size;
        try (Bar bar = new Bar(err, Terminal.ERR.isDrawn());
                Checkup checkup =
                        Checkup.of(
                                file,
                                wanted,
                                ProxyServer.systemTrust(),
                                bar::count,
                                err::println)) {
            size = checkup.size();
            checkup.stopOnSignal();
            checkup.start();
            bar.draw(size);
            while (!checkup.await(REDRAW_MILLIS)) {
                bar.draw(size);
            }
            rows = rows(checkup, least);
        }
        output.take(rows, size);
        return Checked.passed(rows);
    }

    private static List<Checked> rows(Checkup checkup, Optional<Grade> least) {
        return Checked.sorted(
                checkup.results().stream()
                        .map(each ->
                                Checked.of(each, checkup.labels(each.egress()).country(), least))
                        .toList());
    }

    private Grade grade(String text) {
        return Arrays.stream(Grade.values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> wrong("--grade: error: must be elite, anonymous or transparent"));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
