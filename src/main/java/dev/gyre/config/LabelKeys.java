package dev.gyre.config;

import dev.gyre.egress.Labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The keys of an egress entry that say something of its egresses: `weight`, `tags`, `country`, `group`, and its limits.
final class LabelKeys {

    private static final NodeReader<Integer> WEIGHT = Sizes.number(1, Labels.MOST_WEIGHT);
    private static final NodeReader<String> WORD =
            matching("[a-zA-Z0-9_.-]{1,64}", "a word of up to 64 letters, digits, '_', '.' or '-'");
    static final NodeReader<String> COUNTRY = matching("[a-zA-Z]{2}", "two letters, such as de");
    private static final NodeReader<List<String>> TAGS = ListReader.orSingle(WORD);

    private LabelKeys() {}

    static Labels read(MappingReader keys) {
        return read(keys, keys.take("country", COUNTRY));
    }

    /// All but the country.
    static Labels read(MappingReader keys, Optional<String> country) {
        Labels labels =
                new Labels(
                        keys.take("weight", WEIGHT, Labels.NONE.weight()),
                        Set.copyOf(keys.take("tags", TAGS, List.of())),
                        country,
                        keys.take("group", WORD),
                        LimitKeys.read(keys));
        // Most entries say nothing: ten thousand of them share what is said then.
        return labels.equals(Labels.NONE) ? Labels.NONE : labels;
    }

    /// The labels as they are written in the file: what is not said is left out.
    static List<String> text(Labels labels) {
        List<String> text = new ArrayList<>();
        if (labels.weight() != Labels.NONE.weight()) {
            text.add("weight: " + labels.weight());
        }
        if (!labels.tags().isEmpty()) {
            text.add(
                    labels.tags().stream()
                            .map(LabelKeys::quoted)
                            .collect(Collectors.joining(", ", "tags: [", "]")));
        }
        add(text, "country", labels.country());
        add(text, "group", labels.group());
        text.addAll(LimitKeys.text(labels.limits()));
        return text;
    }

    private static void add(List<String> text, String key, Optional<String> word) {
        word.ifPresent(each -> text.add(key + ": " + quoted(each)));
    }

    private static NodeReader<String> matching(String pattern, String expected) {
        Pattern compiled = Pattern.compile(pattern);
        return new ScalarReader<>(
                expected,
                text -> {
                    if (!compiled.matcher(text).matches()) {
                        throw new BadValue("must be " + expected);
                    }
                    return text;
                });
    }

    /// A word such as `no` or `1.5` is one of another sort without quotes. None holds a quote.
    private static String quoted(String word) {
        return "'" + word + "'";
    }
}
