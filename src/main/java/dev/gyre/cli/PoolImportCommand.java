package dev.gyre.cli;

import dev.gyre.config.BadValue;
import dev.gyre.config.EntryLines;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Labels;
import dev.gyre.lists.Parsed;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `gyre pool import`.
@Command(
        name = "import",
        description =
                "Prints what a list has as entries of a pool file, with passwords. What can't be"
                        + " read is told of on stderr.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre pool import proxies.txt > egress-pool.yml",
            "  gyre pool import --scheme socks5 --label country=de --label tags=fast proxies.txt",
            "  curl -s https://lists.example/ | gyre pool import -",
            "  gyre pool import --as-file proxies.txt    # one entry that names the file",
            "",
            "Exit codes: 0 it has entries, 1 it has none or can't be read, 2 wrong usage."
        })
final class PoolImportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private GivenList list = new GivenList();

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description =
                    "What is said of all entries, as in a pool file: weight, country, group, tags,"
                            + " max-in-flight and so on. Can be given again.")
    private List<String> label = new ArrayList<>();

    @Option(
            names = "--as-file",
            description = "Print one entry that names the file instead of what is in it.")
    private boolean asFile;

    @Override
    public Integer call() throws IOException {
        Labels labels;
        try {
            labels = EntryLines.labels(label);
        } catch (BadValue bad) {
            throw new ParameterException(
                    spec.commandLine(), "--label: error: " + bad.getMessage(), bad);
        }
        if (asFile && list.isStdin()) {
            throw new ParameterException(spec.commandLine(), "--as-file: error: needs a file");
        }
        Parsed parsed = list.read(labels);
        PrintWriter out = spec.commandLine().getOut();
        out.print("egress:\n");
        if (asFile) {
            out.print(EntryLines.ofFile(list.file(), list.scheme(), labels));
        } else {
            for (EgressEntry entry : parsed.entries()) {
                out.print(EntryLines.of(entry));
            }
        }
        out.flush();
        return parsed.entries().isEmpty() ? 1 : 0;
    }
}
