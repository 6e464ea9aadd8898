package dev.gyre.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the words that stand for the values of an enum.
final class Choice {

    private Choice() {}

    /// A reader of these values, each written as [#word].
    @SafeVarargs
    static <E extends Enum<E>> NodeReader<E> of(E... values) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : values) {
            words.put(word(value), value);
        }
        return new ScalarReader<>(
                "one of " + String.join(", ", words.keySet()),
                text ->
                        Optional.ofNullable(words.get(text))
                                .orElseThrow(() ->
                                        new BadValue(
                                                "has an unknown value",
                                                Optional.of(
                                                        Suggestion.orAll(words.keySet(), text)))));
    }

    /// The word of a value: lower case, with `-` between words.
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
