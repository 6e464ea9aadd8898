package dev.gyre.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gyre pool`.
@Command(
        name = "pool",
        description = "Reads, converts and counts lists of egresses. Sends nothing.",
        mixinStandardHelpOptions = true,
        subcommands = {PoolImportCommand.class, PoolConvertCommand.class, PoolStatsCommand.class},
        footer = {
            "",
            "Examples:",
            "  gyre pool import proxies.txt --label country=de    # as entries of a pool file",
            "  gyre pool convert proxies.txt --to clash           # as another program wants them",
            "  gyre pool stats egress-pool.yml                    # what a pool comes to"
        })
final class PoolCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command of pool?");
    }
}
