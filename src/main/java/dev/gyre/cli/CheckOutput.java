package dev.gyre.cli;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.lists.ListFormat;
import dev.gyre.lists.Written;
import dev.gyre.probe.CheckCsv;
import dev.gyre.probe.CheckJson;
import dev.gyre.probe.CheckTable;
import dev.gyre.probe.Checked;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What is made of the results of a check: what is printed, and the file of those that passed.
final class CheckOutput {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

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

    /// @throws ParameterException when the options can't be followed
    void verify() {
        if (json && csv) {
            throw wrong("--csv: error: stands instead of --json");
        }
        Path directory = output == null ? null : output.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw wrong("--output: error: its folder does not exist");
        }
        listFormat();
    }

    /// Prints the results, and writes those that passed.
    ///
    /// @param size how many were to be examined
    /// @throws IOException when the file can't be written
    void take(List<Checked> rows, int size) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                json
                        ? CheckJson.of(rows, size)
                        : csv
                                ? CheckCsv.of(rows)
                                : CheckTable.of(rows, size, Terminal.OUT.isDrawn()));
        out.flush();
        if (output != null) {
            write(output, rows);
        }
    }

    private void write(Path to, List<Checked> rows) throws IOException {
        Written text =
                Written.of(
                        rows.stream()
                                .filter(Checked::passed)
                                .map(each -> entry(each.examined().egress()))
                                .toList(),
                        listFormat());
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
}
