package dev.gyre.audit;

/// Text that others may have written, for a terminal.
final class Printable {

    private static final int SHORT = 80;

    private Printable() {}

    /// At most some eighty characters, each of them printable ASCII.
    static String of(String text) {
        return of(text, SHORT);
    }

    static String of(String text, int most) {
        String cut = text.length() > most ? text.substring(0, most) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
