package dev.gyre.cli;

import dev.gyre.app.NoEgressException;
import dev.gyre.app.Resolution;
import dev.gyre.app.Resolution.Resolved;
import dev.gyre.app.ResolutionText;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.Egress;
import dev.gyre.net.Host;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `gyre resolve`.
@Command(
        name = "resolve",
        description =
                "Looks a name up as a request would, by the way of one egress, and tells what was"
                    + " asked, of whom, by which way, and what came. Exits with 0 when the servers"
                    + " answered, be it that there is no such name; with 1 when they did not, or"
                    + " with what must not be believed.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre resolve example.com",
            "  gyre resolve --dnssec --type MX example.com my-pool.yml",
            "  gyre resolve --egress 192.0.2.7 --json example.com"
        })
final class ResolveCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
    private String name;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "egress-pool.yml",
            description = "The pool file (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Option(
            names = {"-e", "--egress"},
            paramLabel = "EGRESS",
            description =
                    "By which egress: the number of its entry, or the egress as `gyre explain`"
                            + " prints it, or its name there. Without it, the one that a request"
                            + " would leave by.")
    private Optional<String> egress = Optional.empty();

    @Option(
            names = {"-t", "--type"},
            paramLabel = "TYPE",
            description =
                    "The type of the records, such as MX. Without it, the addresses that the egress"
                            + " can use.")
    private Optional<String> type = Optional.empty();

    @Option(
            names = "--dnssec",
            description = "Check signatures even if the pool file does not want it.")
    private boolean dnssec;

    @Option(
            names = "--through",
            description =
                    "Ask through the chain even where the last hop would look the name up itself.")
    private boolean through;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Host.Name wanted = name();
        if (type.isPresent() && !Resolution.canAskFor(type.get())) {
            throw wrong("--type: no type of records: " + type.get());
        }
        try {
            PoolFile pool = PoolFile.read(file, each -> Optional.ofNullable(System.getenv(each)));
            try (Resolution resolution = Resolution.of(pool, dnssec)) {
                Resolved resolved = resolve(resolution, wanted);
                spec.commandLine()
                        .getOut()
                        .print(
                                json
                                        ? ResolutionText.json(resolved)
                                        : ResolutionText.plain(resolved));
                spec.commandLine().getOut().flush();
                return resolved.isWell() ? 0 : FAILED;
            }
        } catch (ConfigException invalid) {
            spec.commandLine().getErr().println(invalid.report());
            return USAGE;
        } catch (NoEgressException empty) {
            spec.commandLine().getErr().println("gyre: " + empty.getMessage());
            return USAGE;
        }
    }

    private Host.Name name() {
        return switch (Host.parse(name).orElseThrow(() -> wrong("NAME: not a name: " + name))) {
            case Host.Name known -> known;
            case Host.Address _ -> throw wrong("NAME: an address, which nobody looks up: " + name);
        };
    }

    private Resolved resolve(Resolution resolution, Host.Name wanted) throws InterruptedException {
        Egress by =
                egress.isPresent()
                        ? resolution
                                .find(egress.get())
                                .orElseThrow(
                                        () -> wrong("--egress: not in the pool: " + egress.get()))
                        : resolution
                                .pick(wanted)
                                .orElseThrow(() ->
                                        wrong(
                                                "NAME: no egress can be used for it now;"
                                                        + " 'gyre explain' tells why"));
        return resolution.resolve(
                wanted, type.map(each -> each.toUpperCase(Locale.ROOT)), by, through);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
