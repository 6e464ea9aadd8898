package dev.gyre.config;

import java.nio.file.Path;
import java.util.Set;

/// A pool file that cannot be used, with all that is wrong with it.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String report;
    private final String first;
    private final String reloading;
    private final transient Set<Path> files;

    ConfigException(Problems problems) {
        this(problems, Set.of());
    }

    /// @param files other files that it depends on
    ConfigException(Problems problems, Set<Path> files) {
        super(problems.report(), null, false, false);
        report = problems.report();
        first = problems.all().getFirst().message();
        this.files = Set.copyOf(files);
        reloading = problems.report("The old pool stays.");
    }

    /// All problems as they are shown to the user: `file:line:column: error: …`, the line with a
    /// caret beneath, and a last line that counts them. Free of secrets.
    public String report() {
        return report;
    }

    /// What is wrong first of all, without its place.
    String first() {
        return first;
    }

    /// The other files that were read, or would have been: when one changes, there may be less wrong.
    public Set<Path> files() {
        return files;
    }

    /// The same for a proxy that runs: it goes on as before.
    public String reportWhileRunning() {
        return reloading;
    }
}
