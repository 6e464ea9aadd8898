package dev.gyre.cli;

import dev.gyre.app.Preflight;
import dev.gyre.app.Supplies;
import dev.gyre.config.ConfigException;
import dev.gyre.config.EffectiveSettings;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Supply;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `gyre config`.
@Command(
        name = "config",
        description =
                "Checks a pool file, and prints the settings that it comes to, with passwords"
                        + " masked and how many egresses each entry stands for.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  gyre config egress-pool.yml"})
final class ConfigCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The pool file.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        try {
            PoolFile pool = PoolFile.read(file, GivenPool::variable);
            PrintWriter err = spec.commandLine().getErr();
            Supply supply = Supplies.of(pool, line -> err.println("warning: " + line));
            List<BigInteger> counts =
                    pool.egress().stream()
                            .map(entry -> EgressPool.of(List.of(entry), supply).size())
                            .toList();
            spec.commandLine().getOut().print(EffectiveSettings.print(pool, counts));
            spec.commandLine().getOut().flush();
            Preflight.notices(EgressPool.of(pool.egress(), supply))
                    .forEach(notice -> spec.commandLine().getErr().println("notice: " + notice));
            spec.commandLine().getErr().flush();
            return 0;
        } catch (ConfigException invalid) {
            spec.commandLine().getErr().println(invalid.report());
            spec.commandLine().getErr().flush();
            return 2;
        }
    }
}
