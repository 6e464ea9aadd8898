package dev.gyre.observe;

import dev.gyre.net.Host;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words about a target that say no more of it than its site: of a name below that, in whatever spelling, only the site is left, and
/// nothing of the line of a list where the name stands.
final class SiteOnly {

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}_*-]*(?:[.\u3002][\\p{L}\\p{M}\\p{N}_*-]+)+");

    private static final Pattern LINE = Pattern.compile("(list '[^']*'), line [0-9]+");

    private SiteOnly() {}

    static String of(String words, Optional<Target> target) {
        if (words.isEmpty() || target.isEmpty()) {
            return words;
        }
        String site = Site.of(target.get().host()).name();
        return NAME.matcher(LINE.matcher(words).replaceAll("$1"))
                .replaceAll(found ->
                        Matcher.quoteReplacement(isBelow(found, site) ? site : found.group()));
    }

    private static boolean isBelow(MatchResult name, String site) {
        // A pattern of names is as telling as one of them.
        String plain = name.group().replace("*", "x").replaceFirst("^[.\u3002]", "x.");
        return Host.written(plain)
                .map(host -> host instanceof Host.Name && host.text().endsWith("." + site))
                .orElse(false);
    }
}
