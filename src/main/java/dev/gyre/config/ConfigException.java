package dev.gyre.config;

/// A pool file that cannot be used, with all that is wrong with it.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problems problems;

    ConfigException(Problems problems) {
        super(problems.report(), null, false, false);
        this.problems = problems;
    }

    /// What is wrong.
    public Problems problems() {
        return problems;
    }

    /// All problems as they are shown to the user: `file:line:column: error: …`, the line with a
    /// caret beneath, and a last line that counts them. Free of secrets.
    public String report() {
        return problems.report();
    }
}
