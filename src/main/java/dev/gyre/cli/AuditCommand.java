package dev.gyre.cli;

import dev.gyre.audit.Audit;
import dev.gyre.audit.JsonReport;
import dev.gyre.audit.OutsideJudge;
import dev.gyre.audit.Progress;
import dev.gyre.audit.Report;
import dev.gyre.audit.TableReport;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `gyre audit`.
@Command(
        name = "audit",
        description = {
            "Proves that nothing leaks: sends requests through each listener and each egress entry"
                    + " of a pool file to judges of its own on this machine, and reports what they"
                    + " saw. A proxy that runs is not disturbed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre audit",
            "  gyre audit --json my-pool.yml",
            "  gyre audit --judge http://judge.example/whoami my-pool.yml",
            "",
            "Exit codes: 0 nothing leaks, 1 something leaks or nothing could be judged, 2 wrong"
                    + " usage or pool file."
        })
final class AuditCommand implements Callable<Integer> {

    private static final int LEAKS = 1;
    private static final int USAGE = 2;

    @Spec private CommandSpec spec;

    @Mixin private GivenPool given = new GivenPool();

    @Option(
            names = "--judge",
            paramLabel = "URL",
            description =
                    "Also ask this judge, for hops that can't reach this machine: a page that shows"
                            + " who asked for it and with which headers, like that of whoami.gyre,"
                            + " httpbin's /get, or azenv.")
    private @Nullable String judge;

    @Option(names = "--json", description = "Print one JSON document instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<OutsideJudge> outside = Optional.ofNullable(judge).map(this::outside);
        try {
            PoolFile pool = given.read();
            Report report = audited(pool, outside, err);
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? JsonReport.of(report) : TableReport.of(report, colours()));
            out.flush();
            return report.holds() ? 0 : LEAKS;
        } catch (ConfigException invalid) {
            err.println(invalid.report());
            err.flush();
            return USAGE;
        } catch (IOException failed) {
            err.println("gyre: " + failed.getMessage());
            err.flush();
            return LEAKS;
        }
    }

    private static Report audited(PoolFile pool, Optional<OutsideJudge> outside, PrintWriter err)
            throws IOException, InterruptedException {
        if (!Terminal.ERR.isThere()) {
            return new Audit(pool, outside, Progress.NONE).run();
        }
        try (Meter meter = new Meter(err)) {
            return new Audit(pool, outside, meter).run();
        }
    }

    private OutsideJudge outside(String url) {
        return OutsideJudge.parse(url)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "--judge: error: is not the http:// URL of a judge outside"));
    }

    private static boolean colours() {
        return Terminal.OUT.isDrawn();
    }
}
