package dev.gyre.inbound.identity;

import java.util.Optional;

/// A text cut up at a separator, without copying it. There is always one word, which may be empty.
final class Words {

    private final String text;
    private final int[] starts;

    Words(String text, char separator) {
        this.text = text;
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == separator) {
                count++;
            }
        }
        starts = new int[count + 1];
        int word = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == separator) {
                starts[word++] = i + 1;
            }
        }
        starts[word] = text.length() + 1;
    }

    int count() {
        return starts.length - 1;
    }

    int start(int word) {
        return starts[word];
    }

    int end(int word) {
        return starts[word + 1] - 1;
    }

    /// Where the name ends in a word of the form `name SEPARATOR value`; the end of the word when it has no such separator.
    int nameEnd(int word, char separator) {
        int at = text.indexOf(separator, start(word), end(word));
        return at < 0 ? end(word) : at;
    }

    String word(int word) {
        return text.substring(start(word), end(word));
    }

    /// The text before a word and its separator.
    String before(int word) {
        return word == 0 ? "" : text.substring(0, start(word) - 1);
    }

    /// The keyword that the whole word is.
    Optional<Keyword> keyword(int word) {
        return Keyword.of(text, start(word), end(word));
    }

    /// Whether the whole word is `lower`, but for letter case.
    boolean is(int word, String lower) {
        return Ascii.is(text, start(word), end(word), lower);
    }

    /// Whether the whole word names a parameter of a vendor's.
    boolean isVendors(int word) {
        return VendorWords.of(text, start(word), end(word)).isPresent();
    }
}
