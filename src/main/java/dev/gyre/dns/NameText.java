package dev.gyre.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.util.Locale;
import java.util.Optional;

/// From text to wire names and back, always absolute: there is no search list.
final class NameText {

    private NameText() {}

    /// The absolute name, or nothing when the text is no name that the DNS can hold.
    static Optional<Name> parse(String text) {
        try {
            return Optional.of(Name.fromString(text + "."));
        } catch (TextParseException notAName) {
            return Optional.empty();
        }
    }

    /// Lower-case, without the trailing dot.
    static String of(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }
}
