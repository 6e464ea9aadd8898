package dev.gyre.cli;

import dev.gyre.app.PoolStats;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.net.JsonText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `gyre pool stats`.
@Command(
        name = "stats",
        description =
                "Counts what the entries of a pool file come to: by kind, scheme, country, group,"
                        + " tag and network, with duplicates and bad lines. Shows no passwords.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre pool stats",
            "  gyre pool stats --json my-pool.yml",
            "",
            "Exit codes: 0 there are egresses, 1 there are none, 2 wrong usage or pool file."
        })
final class PoolStatsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private GivenPool given = new GivenPool();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            PoolFile pool = given.read();
            PoolStats stats = PoolStats.of(pool);
            spec.commandLine().getOut().print(json ? json(stats) : table(stats));
            spec.commandLine().getOut().flush();
            stats.bad().forEach(line -> err.println("warning: " + line));
            err.flush();
            return stats.egresses().signum() == 0 ? 1 : 0;
        } catch (ConfigException invalid) {
            err.println(invalid.report());
            err.flush();
            return 2;
        }
    }

    private static String table(PoolStats stats) {
        StringBuilder table = new StringBuilder(1024);
        row(table, "egresses", "", stats.egresses());
        stats.counts().forEach((heading, words) -> rows(table, heading, words));
        row(table, "networks", "", stats.networks());
        rows(table, "network", stats.largest());
        row(table, "duplicates", "", stats.duplicates());
        row(table, "bad lines", "", BigInteger.valueOf(stats.badLines()));
        return table.toString();
    }

    private static void rows(StringBuilder table, String heading, Map<String, BigInteger> words) {
        words.forEach((word, count) -> row(table, heading, word, count));
    }

    private static void row(StringBuilder table, String heading, String word, BigInteger count) {
        table.append(String.format(Locale.ROOT, "%-11s %-28s %,d%n", heading, word, count));
    }

    private static String json(PoolStats stats) {
        return "{\"egresses\":"
                + stats.egresses()
                + stats.counts().entrySet().stream()
                        .map(each -> ",\n \"" + each.getKey() + "\":" + object(each.getValue()))
                        .collect(Collectors.joining())
                + ",\n \"networks\":"
                + stats.networks()
                + ",\n \"largest\":"
                + object(stats.largest())
                + ",\n \"duplicates\":"
                + stats.duplicates()
                + ",\n \"bad_lines\":"
                + stats.badLines()
                + "}\n";
    }

    private static String object(Map<String, BigInteger> words) {
        return words.entrySet().stream()
                .map(each -> JsonText.quoted(each.getKey()) + ":" + each.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
