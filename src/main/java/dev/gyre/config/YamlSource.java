package dev.gyre.config;

/// The text of a file and where its lines begin.
///
/// @param name the file as it was given, for messages
/// @param text what it holds, without a byte order mark
record YamlSource(String name, String text) {

    /// The line of this number, from 1, without its end; empty past the last.
    String line(int number) {
        int from = 0;
        for (int i = 1; i < number; i++) {
            from = next(endOf(from));
            if (from > text.length()) {
                return "";
            }
        }
        return text.substring(from, endOf(from));
    }

    /// Where the line that begins at an offset ends.
    int endOf(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /// Where the line after the one that ends at an offset begins; past the text after the last.
    int next(int end) {
        return text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }

    /// A problem at an offset.
    Problem problemAt(int offset, String message, boolean quoted) {
        int line = 1;
        int from = 0;
        int end = endOf(0);
        while (end < offset && next(end) <= offset) {
            from = next(end);
            end = endOf(from);
            line++;
        }
        return new Problem(line, text.codePointCount(from, offset) + 1, message, quoted);
    }
}
