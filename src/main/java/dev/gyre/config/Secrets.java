package dev.gyre.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Masks credentials in text that is shown. What might be a password is masked too, so that a
/// mistyped URL shows none; each character becomes one `*`, so that columns stay right.
final class Secrets {

    private static final String SLASHES = "//";

    /// What comes before the next URL of a list, up to its slashes.
    private static final Pattern NEXT_SCHEME = Pattern.compile("[A-Za-z0-9+.-]*:$");

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern AUTHORITY =
            Pattern.compile("([^:@\\[\\]]*|\\[[0-9a-fA-F:.]*\\])(:[0-9]{0,5})?[/,;:.?)\\]}'\"]*");
    private static final String CLOSING = ",;]}'\"";

    private Secrets() {}

    /// What stands behind a key that says what it is.
    private static final Pattern TELLING_KEY =
            Pattern.compile(
                    "(?i)\\b(?:pass\\w*|pwd|secret|token|api_?key|auth\\w*|credentials?)[\"']?\\s*[:=]\\s*"
                        + "(\"[^\"]*\"?|'[^']*'?|[^\\s,}]+)");

    /// `host:port:user:password`, as lists of proxies have it.
    private static final Pattern LIST_LINE = Pattern.compile("[\\w.-]+:[0-9]{1,5}:(\\S+:\\S+)");

    /// What follows the host of a web page's URL: a list's has its owner's token in it, often.
    private static final Pattern PATH =
            Pattern.compile("(?i)\\bhttps?://[^\\s/?#'\",]+[/?#]([^\\s'\",}\\]]+)");

    /// The text with credentials masked.
    static String masked(String text) {
        StringBuilder shown = new StringBuilder(text);
        maskGroup(shown, TELLING_KEY);
        maskGroup(shown, LIST_LINE);
        maskGroup(shown, PATH);
        if (text.indexOf('@') < 0 && !text.contains(SLASHES)) {
            return shown.toString();
        }
        int slashes = text.indexOf(SLASHES);
        int before = slashes < 0 ? text.length() : slashes;
        maskWordsBeforeAt(shown, before);
        while (slashes >= 0) {
            int from = slashes + SLASHES.length();
            slashes = text.indexOf(SLASHES, from);
            maskAuthority(shown, from, slashes < 0 ? text.length() : slashes, slashes >= 0);
        }
        return shown.toString();
    }

    /// Without `//` there is no telling where the user name ends.
    private static void maskWordsBeforeAt(StringBuilder shown, int end) {
        int at = lastAt(shown, 0, end);
        while (at >= 0) {
            int from = at;
            while (from > 0 && !Character.isWhitespace(shown.charAt(from - 1))) {
                from--;
            }
            mask(shown, from, at);
            at = lastAt(shown, 0, from);
        }
    }

    private static void maskAuthority(StringBuilder shown, int from, int end, boolean another) {
        int at = lastAt(shown, from, end);
        if (at >= 0) {
            int colon = shown.substring(from, at).indexOf(':');
            mask(shown, colon < 0 ? from : from + colon + 1, at);
            return;
        }
        Matcher next = NEXT_SCHEME.matcher(shown).region(from, end);
        int until = another && next.find() ? next.start() : end;
        Matcher word = WORD.matcher(shown).region(from, until);
        if (!word.lookingAt() || AUTHORITY.matcher(word.group()).matches()) {
            return;
        }
        int stop = word.end();
        while (stop > from && CLOSING.indexOf(shown.charAt(stop - 1)) >= 0) {
            stop--;
        }
        int colon = shown.substring(from, stop).indexOf(':');
        mask(shown, colon < 0 ? from : from + colon + 1, stop);
    }

    private static void maskGroup(StringBuilder shown, Pattern telling) {
        Matcher found = telling.matcher(shown.toString());
        while (found.find()) {
            mask(shown, found.start(1), found.end(1));
        }
    }

    private static int lastAt(StringBuilder text, int from, int end) {
        for (int i = end - 1; i >= from; i--) {
            if (text.charAt(i) == '@') {
                return i;
            }
        }
        return -1;
    }

    private static void mask(StringBuilder shown, int from, int to) {
        for (int i = from; i < to; i++) {
            shown.setCharAt(i, '*');
        }
    }
}
