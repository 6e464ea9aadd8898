package dev.gyre.net;

/// A text in which any characters, or none, stand in the place of each `*`. Letter case counts.
///
/// @param pattern never empty
public record Glob(String pattern) {

    /// Whether all of the text is of this form. Takes time of the product of both lengths at most, whatever they are.
    public boolean matches(String text) {
        int at = 0;
        int of = 0;
        int star = -1;
        int retry = 0;
        while (at < text.length()) {
            if (of < pattern.length() && pattern.charAt(of) == '*') {
                // What follows a star is looked for from where it was found last.
                star = of++;
                retry = at;
            } else if (of < pattern.length() && pattern.charAt(of) == text.charAt(at)) {
                of++;
                at++;
            } else if (star >= 0) {
                of = star + 1;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (of < pattern.length() && pattern.charAt(of) == '*') {
            of++;
        }
        return of == pattern.length();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
