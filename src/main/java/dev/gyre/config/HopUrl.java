package dev.gyre.config;

import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Credentials;
import dev.gyre.net.Host;
import dev.gyre.net.Ports;
import dev.gyre.net.Target;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the URL of a hop: `scheme://user:password@host:port`, credentials percent-encoded.
final class HopUrl {

    static final String EXPECTED = "a proxy URL, such as socks5h://hop.example:1080";

    /// RFC 1929 has one octet for each length.
    private static final int MOST_SOCKS5_OCTETS = 255;

    private HopUrl() {}

    static Hop parse(String text) throws BadValue {
        int colon = text.indexOf("://");
        if (colon <= 0) {
            throw new BadValue("is not " + EXPECTED);
        }
        HopScheme scheme = scheme(text.substring(0, colon));
        String rest = text.substring(colon + 3);
        int at = rest.lastIndexOf('@');
        Optional<Credentials> credentials =
                at < 0 ? Optional.empty() : Optional.of(credentials(scheme, rest.substring(0, at)));
        return new Hop(scheme, server(scheme, rest.substring(at + 1)), credentials);
    }

    private static HopScheme scheme(String text) throws BadValue {
        String lower = text.toLowerCase(Locale.ROOT);
        for (HopScheme scheme : HopScheme.values()) {
            if (scheme.text().equals(lower)) {
                return scheme;
            }
        }
        List<String> known = Arrays.stream(HopScheme.values()).map(HopScheme::text).toList();
        throw new BadValue("has an unknown scheme", Optional.of(Suggestion.orAll(known, lower)));
    }

    private static Target server(HopScheme scheme, String text) throws BadValue {
        String authority = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (authority.chars().anyMatch(c -> c == '/' || c == '?' || c == '#')) {
            throw new BadValue("must end after the port, without a path");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        if (host.isEmpty()) {
            throw new BadValue("has no host");
        }
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw new BadValue("needs its IPv6 address in brackets");
        }
        int port = hasPort ? Ports.parse(authority.substring(colon + 1)) : scheme.defaultPort();
        if (port < 0) {
            throw new BadValue("needs a port from 1 to 65535");
        }
        Host parsed =
                Host.parse(host)
                        .orElseThrow(() -> new BadValue("has a host that is no name or address"));
        return new Target(parsed, port);
    }

    private static Credentials credentials(HopScheme scheme, String text) throws BadValue {
        int colon = text.indexOf(':');
        String user = decoded(colon < 0 ? text : text.substring(0, colon));
        String password = colon < 0 ? "" : decoded(text.substring(colon + 1));
        if (user.isEmpty()) {
            throw new BadValue("has credentials without a user name");
        }
        // A variable that holds both would have its password taken for a part of the name, and
        // shown.
        if (user.indexOf(':') >= 0) {
            throw new BadValue("has a colon in its user name");
        }
        switch (scheme) {
            case SOCKS5, SOCKS5H -> {
                if (octets(user) > MOST_SOCKS5_OCTETS || octets(password) > MOST_SOCKS5_OCTETS) {
                    throw new BadValue("has a user name or password of more than 255 octets");
                }
            }
            case HTTP, HTTPS, SOCKS4, SOCKS4A -> {}
        }
        return new Credentials(user, password);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String decoded(String text) throws BadValue {
        return PercentEncoding.decode(text)
                .filter(plain -> plain.chars().noneMatch(Character::isISOControl))
                .orElseThrow(
                        () -> new BadValue("has credentials that are not percent-encoded UTF-8"));
    }
}
