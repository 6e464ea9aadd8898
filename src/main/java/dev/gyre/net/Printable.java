package dev.gyre.net;

/// Text that others may have written, for a terminal.
public final class Printable {

    private static final int SHORT = 80;

    private Printable() {}

    /// At most some eighty characters, each of them printable ASCII.
    public static String of(String text) {
        return of(text, SHORT);
    }

    public static String of(String text, int most) {
        String cut = text.length() > most ? text.substring(0, most) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
