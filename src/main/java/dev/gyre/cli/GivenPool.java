package dev.gyre.cli;

import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;

import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Optional;

/// The pool file that a command is given as its only argument, or the one of this folder.
final class GivenPool {

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "egress-pool.yml",
            description = "The pool file (default: ${DEFAULT-VALUE}).")
    private Path file;

    Path file() {
        return file;
    }

    PoolFile read() throws ConfigException {
        return PoolFile.read(file, GivenPool::variable);
    }

    /// What a variable of the environment says, if it is set.
    static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
