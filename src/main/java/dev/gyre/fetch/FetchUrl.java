package dev.gyre.fetch;

import dev.gyre.net.Target;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is asked for: a URL of `http` or `https`, without a user and without a fragment.
///
/// @param tls whether it is `https`
/// @param target where it is
/// @param authority as the `Host` field has it: the host of `target`, and its port unless it is the scheme's own
/// @param path with its query; begins with `/`
public record FetchUrl(boolean tls, Target target, String authority, String path) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LONGEST = 8192;

    /// The scheme, the authority, the path with its query, and what only a browser would look at.
    private static final Pattern URL =
            Pattern.compile("(?i)(https?)://([^/?#@\\s]+)([/?][!-~&&[^#]]*+)?(#[!-~]*+)?");

    /// The URL that this text spells; nothing when it is none that can be fetched. A fragment is left out.
    public static Optional<FetchUrl> parse(String text) {
        Matcher parts = URL.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            return Optional.empty();
        }
        boolean tls = parts.group(1).length() == "https".length();
        String path = parts.group(3) == null ? "/" : parts.group(3);
        int otherwise = tls ? HTTPS : HTTP;
        return Target.parse(parts.group(2), otherwise)
                .map(target ->
                        new FetchUrl(
                                tls,
                                target,
                                target.port() == otherwise
                                        ? target.host().text()
                                        : target.toString(),
                                path.startsWith("/") ? path : "/" + path));
    }

    /// What a `Location` field says that this one is found at (RFC 9110 10.2.2); nothing when it can't be fetched.
    public Optional<FetchUrl> resolve(String location) {
        try {
            return parse(new URI(toString()).resolve(new URI(location)).toString());
        } catch (URISyntaxException noReference) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority + path;
    }
}
