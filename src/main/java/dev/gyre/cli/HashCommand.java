package dev.gyre.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `gyre hash`.
@Command(
        name = "hash",
        description =
                "Prints the hash of a password (Argon2id), as it stands in a pool file. The"
                        + " password is typed, or the first line of what is piped in.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre hash",
            "  printf %%s \"$PASSWORD\" | gyre hash",
            "",
            "Exit codes: 0 it is printed, 1 the password can't be used, 2 wrong usage."
        })
final class HashCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().println(Password.hashed().text());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
