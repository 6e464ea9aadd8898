package dev.gyre.cli;

import dev.gyre.config.UserFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `gyre user add`.
@Command(
        name = "add",
        description =
                "Adds a user, with a password that is typed, or the first line of what is piped in."
                        + " A proxy that runs takes it up at once.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre user add alice",
            "  printf %%s \"$PASSWORD\" | gyre user add alice my-pool.yml",
            "",
            "Exit codes: 0 it is written, 1 it can't be, 2 wrong usage or pool file."
        })
final class UserAddCommand implements Callable<Integer> {

    @Mixin private GivenUser user = new GivenUser();

    @Override
    public Integer call() throws IOException {
        return user.change(UserFile::with, "added");
    }
}
