package dev.gyre.cli;

import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource;
import dev.gyre.lists.ListFile;
import dev.gyre.lists.ListText;
import dev.gyre.lists.Parsed;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// What a check is of: the egresses of a pool file, or the proxies of a list.
final class CheckedPool {

    private static final String DEFAULT_FILE = "egress-pool.yml";
    private static final String SETTINGS = "egress: [{interface: any}]\n";

    @Spec(Target.MIXEE)
    private CommandSpec spec;

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

    /// @throws ParameterException when both are given
    void verify() {
        if (list != null && file != null) {
            throw wrong("--list: error: stands instead of a pool file");
        }
    }

    /// Reads it; lines of a list that can't be read are told of on stderr.
    ///
    /// @throws IOException when the list can't be read
    PoolFile read() throws ConfigException, IOException {
        return list == null
                ? PoolFile.read(file == null ? Path.of(DEFAULT_FILE) : file, GivenPool::variable)
                : listed(list);
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

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
