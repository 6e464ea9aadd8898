package dev.gyre.cli;

import dev.gyre.access.User;
import dev.gyre.config.ConfigException;
import dev.gyre.config.UserFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
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

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "egress-pool.yml",
            description = "The pool file (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Override
    public Integer call() {
        try {
            var users =
                    UserFile.of(file).users(name -> Optional.ofNullable(System.getenv(name))).all();
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
