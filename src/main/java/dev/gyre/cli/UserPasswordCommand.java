package dev.gyre.cli;

import dev.gyre.config.UserFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `gyre user passwd`.
@Command(
        name = "passwd",
        description =
                "Gives a user another password. It is typed, or the first line of what is piped in."
                        + " A proxy that runs takes it up at once.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre user passwd alice",
            "  printf %%s \"$PASSWORD\" | gyre user passwd alice my-pool.yml",
            "",
            "Exit codes: 0 it is written, 1 it can't be, 2 wrong usage or pool file."
        })
final class UserPasswordCommand implements Callable<Integer> {

    @Mixin private GivenUser user = new GivenUser();

    @Override
    public Integer call() throws IOException {
        return user.change(UserFile::withPassword, "another password for");
    }
}
