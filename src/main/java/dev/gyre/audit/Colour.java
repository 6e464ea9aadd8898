package dev.gyre.audit;

/// What a terminal is told for a colour (ECMA-48 8.3.117).
enum Colour {
    NONE(""),
    BOLD("1"),
    RED("31"),
    GREEN("32"),
    YELLOW("33");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /// The text in this colour.
    String paint(String text) {
        return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    static Colour of(Verdict verdict) {
        return switch (verdict) {
            case CLEAN -> GREEN;
            case LEAKS -> RED;
            case FAILED, NOT_JUDGED -> YELLOW;
        };
    }

    static Colour of(Report report) {
        return report.leaks() ? RED : report.holds() ? GREEN : YELLOW;
    }
}
