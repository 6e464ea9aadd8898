package dev.gyre.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a person reads what is printed. The JDK only tells whether input and output are both at a terminal.
enum Terminal {
    OUT(1),
    ERR(2);

    private final int descriptor;

    Terminal(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Whether this stream may be sent what moves the cursor or colours words: it ends at a terminal that can, and nobody has
    /// asked for plain text by `NO_COLOR`.
    boolean isDrawn() {
        return isThere()
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
    }

    /// Whether this stream of the process ends at a terminal.
    boolean isThere() {
        try {
            String end = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return end.startsWith("/dev/pts/") || end.startsWith("/dev/tty");
        } catch (IOException notLinux) {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        }
    }
}
