package dev.gyre.audit;

import dev.gyre.judge.Judge;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A judge that somebody else runs, by its URL.
///
/// @param target where it listens
/// @param authority as the URL has it
/// @param path with its query; begins with `/`
public record OutsideJudge(Target target, String authority, String path) {

    private static final int HTTP = 80;
    private static final Pattern URL =
            Pattern.compile("(?i)http://([^/?#@\\s]+)([/?][!-~&&[^#]]*)?");

    /// The judge that this URL names: `http://host/path`. Nothing when it is none, or the one that Gyre itself runs, which is not
    /// outside.
    public static Optional<OutsideJudge> parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String authority = parts.group(1);
        String path = parts.group(2) == null ? "/" : parts.group(2);
        return Target.parse(authority, HTTP)
                .filter(target -> !Judge.address().equals("http://" + target.host() + "/"))
                .map(target ->
                        new OutsideJudge(
                                target, authority, path.startsWith("/") ? path : "/" + path));
    }

    /// Its address, if the URL has one.
    Optional<InetAddress> address() {
        return target.host() instanceof Host.Address(InetAddress address)
                ? Optional.of(address)
                : Optional.empty();
    }
}
