package dev.gyre.config;

/// A pool file that cannot be used, with all that is wrong with it.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String report;
    private final String reloading;

    ConfigException(Problems problems) {
        super(problems.report(), null, false, false);
        report = problems.report();
        reloading = problems.report("The old pool stays.");
    }

    /// All problems as they are shown to the user: `file:line:column: error: …`, the line with a
    /// caret beneath, and a last line that counts them. Free of secrets.
    public String report() {
        return report;
    }

    /// The same for a proxy that runs: it goes on as before.
    public String reportWhileRunning() {
        return reloading;
    }
}
