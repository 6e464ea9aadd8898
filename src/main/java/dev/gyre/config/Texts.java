package dev.gyre.config;

/// Texts that people are shown.
final class Texts {

    private Texts() {}

    /// A reader of one line, of so many characters at most.
    static NodeReader<String> line(int most) {
        return new ScalarReader<>(
                "a text of one line",
                text -> {
                    if (text.isBlank() || text.length() > most) {
                        throw new BadValue("must be of 1 to " + most + " characters");
                    }
                    if (!Excerpt.printable(text).equals(text)) {
                        throw new BadValue("must be one line, without control characters");
                    }
                    return text;
                });
    }
}
