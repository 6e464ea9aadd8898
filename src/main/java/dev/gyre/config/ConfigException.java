package dev.gyre.config;

/// A pool file that can't be used.
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String report;

    ConfigException(String report) {
        super(report, null, false, false);
        this.report = report;
    }

    /// Everything that is wrong with it, as it is printed: one problem after the other, and how many there are.
    public String report() {
        return report;
    }
}
