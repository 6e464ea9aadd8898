package dev.gyre.config;

/// One line of a file as it may be shown: masked, without control characters.
///
/// @param line its characters
record Excerpt(String line) {

    static final Excerpt NONE = new Excerpt("");

    private static final int WIDEST = 120;
    private static final int BEFORE = 60;

    static Excerpt of(String line) {
        return new Excerpt(printable(Secrets.masked(line)));
    }

    /// The text with one character for each that would not print as one.
    static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t' ? ' ' : visible(c) ? c : '?')
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean visible(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /// A value as a message shows it: masked, printable and not too long.
    static String value(String text) {
        String shown = printable(Secrets.masked(text));
        return shown.codePointCount(0, shown.length()) <= WIDEST
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, WIDEST - 3)) + "...";
    }

    /// Adds the line, from its first word on, and a caret beneath the column; of a long line only
    /// what is near the column.
    void append(StringBuilder report, String indent, int column) {
        int[] points = line.codePoints().toArray();
        int end = points.length;
        while (end > 0 && points[end - 1] == ' ') {
            end--;
        }
        int caret = column - 1;
        int from = 0;
        while (from < end && from < caret && points[from] == ' ') {
            from++;
        }
        if (end - from > WIDEST) {
            from = Math.max(from, Math.min(caret - BEFORE, end - WIDEST));
            end = Math.min(end, from + WIDEST);
        }
        if (from >= end) {
            return;
        }
        report.append(indent)
                .append(new String(points, from, end - from))
                .append('\n')
                .append(indent)
                .append(" ".repeat(Math.max(0, caret - from)))
                .append("^\n");
    }
}
