package dev.gyre.access.rules;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of HTML that an operator has written: a word in braces, `{host}`, stands for what is told about a request.
///
/// @param file where it was read from
/// @param html what was in it
public record Page(Path file, String html) {

    /// The largest page, in octets.
    public static final int MOST_OCTETS = 64 << 10;

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]{1,16})}");

    /// The page with these words filled in, each escaped; a word in braces that is none of them stays.
    public String filled(Map<String, String> words) {
        return PLACE.matcher(html)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                words.containsKey(found.group(1))
                                        ? escaped(words.getOrDefault(found.group(1), ""))
                                        : found.group()));
    }

    /// A text as it may stand in HTML, between tags or in a quoted attribute.
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
