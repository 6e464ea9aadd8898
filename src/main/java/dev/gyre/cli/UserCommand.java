package dev.gyre.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gyre user`.
@Command(
        name = "user",
        description =
                "Those who may use the proxy: adds one, gives one another password, lists them."
                        + " They are written in the pool file, or in the file that its key 'users'"
                        + " names.",
        mixinStandardHelpOptions = true,
        subcommands = {UserAddCommand.class, UserPasswordCommand.class, UserListCommand.class},
        footer = {
            "",
            "Examples:",
            "  gyre user add alice",
            "  printf %%s \"$PASSWORD\" | gyre user add bob my-pool.yml",
            "  gyre user passwd alice",
            "  gyre user list"
        })
final class UserCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command of user?");
    }
}
