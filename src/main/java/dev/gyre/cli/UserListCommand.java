package dev.gyre.cli;

import dev.gyre.access.User;
import dev.gyre.config.ConfigException;
import dev.gyre.config.UserFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `gyre user list`.
@Command(
        name = "list",
        description = "Prints the names of the users, one in each line.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre user list",
            "",
            "Exit codes: 0 there are some, 1 there are none, 2 wrong usage or pool file."
        })
final class UserListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private GivenPool given = new GivenPool();

    @Override
    public Integer call() {
        try {
            var users = UserFile.of(given.file()).users(GivenPool::variable).all();
            users.stream().map(User::name).forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            return users.isEmpty() ? 1 : 0;
        } catch (ConfigException invalid) {
            spec.commandLine().getErr().println(invalid.report());
            spec.commandLine().getErr().flush();
            return 2;
        }
    }
}
