package dev.gyre.config;

import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.lists.BadText;
import dev.gyre.lists.HopText;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the URL of a hop, in the grammar of lists; what was meant by an unknown scheme is said here.
final class HopUrl {

    static final String EXPECTED = HopText.EXPECTED;

    private HopUrl() {}

    static Hop parse(String text) throws BadValue {
        try {
            return HopText.parse(text);
        } catch (BadText bad) {
            throw new BadValue(bad.getMessage(), bad.hint().or(() -> scheme(text)));
        }
    }

    private static Optional<String> scheme(String text) {
        int colon = text.indexOf("://");
        if (colon <= 0 || HopText.scheme(text.substring(0, colon)).isPresent()) {
            return Optional.empty();
        }
        List<String> known = Arrays.stream(HopScheme.values()).map(HopScheme::text).toList();
        return Optional.of(
                Suggestion.orAll(known, text.substring(0, colon).toLowerCase(Locale.ROOT)));
    }
}
