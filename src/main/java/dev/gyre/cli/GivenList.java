package dev.gyre.cli;

import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource.Reading;
import dev.gyre.lists.HopText;
import dev.gyre.lists.ListFile;
import dev.gyre.lists.ListText;
import dev.gyre.lists.Parsed;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/// The list that a command is given, and how it is to be read.
final class GivenList {

    private static final String STDIN = "-";

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|-",
            description =
                    "The list: lines, a Clash file or a JSON array; - is what is typed or piped.")
    private String file;

    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            defaultValue = "http",
            description =
                    "What the proxies of lines without a scheme speak: http, https, socks4,"
                            + " socks4a, socks5 or socks5h (default: ${DEFAULT-VALUE}).")
    private String scheme;

    /// What it has; bad lines are told of, and summed up, on stderr.
    ///
    /// @throws IOException when it can't be had
    Parsed read(Labels labels) throws IOException {
        String name = isStdin() ? "stdin" : file;
        String text;
        try {
            text = isStdin() ? ListFile.read(System.in) : ListFile.read(Path.of(file));
        } catch (IOException unreadable) {
            throw new IOException(name + ": " + unreadable.getMessage(), unreadable);
        }
        Parsed parsed = ListText.parse(name, text, new Reading(scheme(), false), labels);
        PrintWriter err = spec.commandLine().getErr();
        parsed.report().forEach(line -> err.println("warning: " + line));
        if (parsed.badLines() + parsed.duplicates() > 0) {
            err.printf(
                    Locale.ROOT,
                    "%s: %,d entries, %,d duplicates, %,d bad lines%n",
                    name,
                    parsed.entries().size(),
                    parsed.duplicates(),
                    parsed.badLines());
        }
        err.flush();
        return parsed;
    }

    boolean isStdin() {
        return file.equals(STDIN);
    }

    String file() {
        return file;
    }

    HopScheme scheme() {
        return HopText.scheme(scheme)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(), "--scheme: error: is not known: " + scheme));
    }
}
