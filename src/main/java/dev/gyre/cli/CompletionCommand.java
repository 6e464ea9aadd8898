package dev.gyre.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `gyre completion`.
@Command(
        name = "completion",
        description = "Prints a script that completes gyre's commands and options in a shell.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  source <(gyre completion bash)     # in ~/.bashrc",
            "  source <(gyre completion zsh)      # in ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    /// The shells that there is a script for.
    enum Shell {
        bash,
        zsh
    }

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Override
    public Integer call() {
        String prelude =
                switch (shell) {
                    case bash -> "";
                    case zsh ->
                            """
                            autoload -U +X compinit && compinit
                            autoload -U +X bashcompinit && bashcompinit
                            """;
                };
        spec.commandLine().getOut().print(prelude + AutoComplete.bash("gyre", Main.commandLine()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
