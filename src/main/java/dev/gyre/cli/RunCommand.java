package dev.gyre.cli;

import dev.gyre.app.Account;
import dev.gyre.app.Launcher;
import dev.gyre.app.PoolSource;
import dev.gyre.config.BadValue;
import dev.gyre.config.ConfigException;
import dev.gyre.config.ListenAddress;
import dev.gyre.config.PoolFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `gyre run`.
@Command(
        name = "run",
        description =
                "Runs the proxy until it is told to end (Ctrl-C, SIGTERM). It reads the pool file"
                        + " again when that changes, and on SIGHUP.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  gyre run", "  gyre run -v -l 127.0.0.1:3128 my-pool.yml"})
final class RunCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private GivenPool given = new GivenPool();

    @Option(
            names = {"-l", "--listen"},
            paramLabel = "HOST:PORT",
            description = "Listen here instead of where the file says. Can be given again.")
    private List<String> listen = new ArrayList<>();

    @Option(
            names = {"-v", "--verbose"},
            description =
                    "Print a line for each request: what was asked for, by which egress it left,"
                            + " and why it failed.")
    private boolean verbose;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME[:GROUP]",
            description =
                    "Go on as this user once it listens, and give root's rights up for good."
                            + " Either may be a number.")
    private Optional<String> user = Optional.empty();

    @Override
    public Integer call() {
        Optional<Account> account = Optional.empty();
        try {
            if (user.isPresent()) {
                account = Optional.of(Account.find(user.get()));
            }
        } catch (IOException unknown) {
            throw new ParameterException(
                    spec.commandLine(), "--user: error: " + unknown.getMessage(), unknown);
        }
        List<InetSocketAddress> override = new ArrayList<>();
        for (String each : listen) {
            try {
                override.add(ListenAddress.parse(each));
            } catch (BadValue bad) {
                throw new ParameterException(
                        spec.commandLine(), "--listen: error: " + bad.getMessage(), bad);
            }
        }
        PoolSource source = new PoolSource(given.file(), GivenPool::variable, override);
        PoolFile pool;
        try {
            pool = source.read();
        } catch (ConfigException invalid) {
            spec.commandLine().getErr().println(invalid.report());
            spec.commandLine().getErr().flush();
            return 2;
        }
        return new Launcher(spec.commandLine().getOut(), spec.commandLine().getErr())
                .run(source, pool, verbose, account);
    }
}
