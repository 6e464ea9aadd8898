package dev.gyre.cli;

import dev.gyre.access.PasswordHash;
import dev.gyre.config.BadValue;
import dev.gyre.config.ConfigException;
import dev.gyre.config.UserFile;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.io.IOException;
import java.nio.file.Path;

/// The user that a command is given, and the pool file.
final class GivenUser {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
    private String name;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "egress-pool.yml",
            description = "The pool file (default: ${DEFAULT-VALUE}).")
    private Path file;

    /// How a file is changed.
    @FunctionalInterface
    interface Change {
        UserFile of(UserFile file, String name, PasswordHash password)
                throws BadValue, ConfigException;
    }

    /// Asks for a password, and changes the file; says what was done.
    ///
    /// @param done in words, before the name of the user
    /// @return the exit code
    int change(Change change, String done) throws IOException {
        try {
            UserFile now = UserFile.of(file);
            // Before anybody types a password for nothing.
            change.of(now, name, PasswordHash.NONE);
            UserFile next = change.of(now, name, Password.hashed());
            WrittenFile.replace(next.path(), next.content());
            spec.commandLine().getOut().println(done + ' ' + name + " in " + next.path());
            spec.commandLine().getOut().flush();
            return 0;
        } catch (ConfigException invalid) {
            spec.commandLine().getErr().println(invalid.report());
        } catch (BadValue bad) {
            spec.commandLine().getErr().println("gyre: the user " + bad.getMessage());
        }
        spec.commandLine().getErr().flush();
        return 2;
    }
}
