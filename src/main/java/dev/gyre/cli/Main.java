package dev.gyre.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The command `gyre`.
@Command(
        name = "gyre",
        description = "A proxy whose every request leaves by another address or hop.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            ConfigCommand.class,
            PoolCommand.class,
            ExplainCommand.class,
            ResolveCommand.class,
            AuditCommand.class,
            CheckCommand.class,
            FlushCommand.class,
            HashCommand.class,
            UserCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  gyre run                       # the pool file egress-pool.yml of this folder",
            "  gyre run -l 127.0.0.1:3128 my-pool.yml",
            "  gyre config my-pool.yml        # check it, and show what it comes to",
            "  gyre pool import proxies.txt   # a list of proxies as entries of a pool file",
            "  gyre explain http://example.com/    # by which egress it would leave, and why",
            "  gyre resolve example.com       # look it up by the way of that egress",
            "  gyre audit my-pool.yml         # prove that nothing leaks",
            "  gyre check my-pool.yml         # which egresses work, and what they tell",
            "  gyre flush                     # forget what name servers have answered",
            "  gyre user add alice            # who may use it: then nobody else may",
            "  curl -x localhost:8080 http://whoami.gyre/",
            "  curl -x socks5h://localhost:8080 http://whoami.gyre/",
            "",
            "Exit codes: 0 all is well, 1 it failed while running or an audit found a leak, 2 wrong"
                    + " usage",
            "or pool file."
        })
public final class Main implements Runnable {

    @Spec private CommandSpec spec;

    /// Runs a command, and exits with its code.
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /// Runs a command.
    ///
    /// @return its exit code
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("gyre: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
