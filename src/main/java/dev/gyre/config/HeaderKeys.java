package dev.gyre.config;

import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.net.Disclosure;

import java.util.Optional;
import java.util.regex.Pattern;

/// The key `headers`: what becomes of the fields of messages. And `anonymity` there, of a listener, a user and a rule: how much targets are told;
/// at the top of the file, that word says which egresses are used.
final class HeaderKeys {

    static final String DISCLOSURE = "anonymity";
    private static final String PSEUDONYM = "pseudonym";

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final NodeReader<String> NAME =
            new ScalarReader<>("a name of letters and digits", HeaderKeys::pseudonym);

    private HeaderKeys() {}

    static HeaderSettings take(MappingReader keys) {
        return keys.take("headers", MappingReader.of(HeaderKeys::headers), HeaderSettings.DEFAULT);
    }

    private static HeaderSettings headers(MappingReader keys) {
        return new HeaderSettings(
                disclosure(keys).orElse(HeaderSettings.DEFAULT.disclosure()),
                keys.take(PSEUDONYM, NAME),
                HeaderRuleKeys.rules(keys),
                HeaderRuleKeys.sites(keys));
    }

    /// How much targets are told, if that is said.
    static Optional<Disclosure> disclosure(MappingReader keys) {
        return keys.take(DISCLOSURE, Choice.of(Disclosure.values()));
    }

    private static String pseudonym(String text) throws BadValue {
        if (!TOKEN.matcher(text).matches() || text.length() > HeaderSettings.LONGEST_PSEUDONYM) {
            throw new BadValue(
                    "must be a word of up to "
                            + HeaderSettings.LONGEST_PSEUDONYM
                            + " letters, digits and characters such as - and .");
        }
        return text;
    }

    /// To stand behind other keys; empty when nothing is said.
    static String text(Optional<Disclosure> disclosure) {
        return disclosure.map(HeaderKeys::word).map(word -> ", " + word).orElse("");
    }

    /// The key of a listener, user or rule, with its value.
    static String word(Disclosure disclosure) {
        return DISCLOSURE + ": " + Choice.word(disclosure);
    }

    static String print(HeaderSettings headers) {
        return "headers: {"
                + word(headers.disclosure())
                + headers.pseudonym()
                        .map(name -> ", " + PSEUDONYM + ": " + ListKeys.quoted(name))
                        .orElse("")
                + HeaderRuleKeys.text(headers.rules(), headers.sites())
                + "}\n";
    }
}
