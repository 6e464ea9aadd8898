package dev.gyre.lists;

import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Credentials;
import dev.gyre.net.Host;
import dev.gyre.net.PercentEncoding;
import dev.gyre.net.Ports;
import dev.gyre.net.Target;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The one grammar of hops: the URL `scheme://user:password@host:port`, credentials percent-encoded, and the pieces of it.
public final class HopText {

    public static final String EXPECTED = "a proxy URL, such as socks5h://hop.example:1080";

    static final String SLASHES = "://";

    /// RFC 1929 has one octet for each length.
    private static final int MOST_SOCKS5_OCTETS = 255;

    private HopText() {}

    /// The hop that a URL spells; the port may be left out.
    public static Hop parse(String url) throws BadText {
        int colon = url.indexOf(SLASHES);
        if (colon <= 0) {
            throw new BadText("is not " + EXPECTED);
        }
        HopScheme scheme =
                scheme(url.substring(0, colon))
                        .orElseThrow(() -> new BadText("has an unknown scheme"));
        String rest = url.substring(colon + SLASHES.length());
        int at = rest.lastIndexOf('@');
        Optional<Credentials> credentials =
                at < 0
                        ? Optional.empty()
                        : Optional.of(encodedCredentials(scheme, rest.substring(0, at)));
        return new Hop(scheme, server(rest.substring(at + 1), scheme.defaultPort()), credentials);
    }

    /// The URL of a hop, with its password: [#parse] makes the same hop of it.
    public static String url(Hop hop) {
        return hop.scheme().text()
                + SLASHES
                + hop.credentials().map(known -> encoded(known) + "@").orElse("")
                + hop.server();
    }

    /// The scheme of this name, in any letter case.
    public static Optional<HopScheme> scheme(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (HopScheme scheme : HopScheme.values()) {
            if (scheme.text().equals(lower)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    static String encoded(Credentials credentials) {
        String user = PercentEncoding.encode(credentials.user());
        return credentials.password().isEmpty()
                ? user
                : user + ":" + PercentEncoding.encode(credentials.password());
    }

    /// `host:port`, or `host` alone where there is a default port.
    ///
    /// @param defaultPort 0 when there is none
    static Target server(String text, int defaultPort) throws BadText {
        String authority = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (authority.indexOf('/') >= 0
                || authority.indexOf('?') >= 0
                || authority.indexOf('#') >= 0) {
            throw new BadText("must end after the port, without a path");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        if (host.isEmpty()) {
            throw new BadText("has no host");
        }
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw new BadText("needs its IPv6 address in brackets");
        }
        int port = hasPort ? Ports.parse(authority.substring(colon + 1)) : defaultPort;
        if (port <= 0) {
            throw new BadText("needs a port from 1 to 65535");
        }
        return target(host, port);
    }

    static Target target(String host, int port) throws BadText {
        return Host.written(host)
                .map(parsed -> new Target(parsed, port))
                .orElseThrow(() -> new BadText("has a host that is no name or address"));
    }

    static Credentials encodedCredentials(HopScheme scheme, String text) throws BadText {
        int colon = text.indexOf(':');
        String user = decoded(colon < 0 ? text : text.substring(0, colon));
        return credentials(scheme, user, colon < 0 ? "" : decoded(text.substring(colon + 1)));
    }

    /// Credentials that are written as they are.
    static Credentials credentials(HopScheme scheme, String user, String password) throws BadText {
        if (user.isEmpty()) {
            throw new BadText("has credentials without a user name");
        }
        // A variable that holds both would have its password taken for a part of the name, and
        // shown.
        if (user.indexOf(':') >= 0) {
            throw new BadText("has a colon in its user name");
        }
        switch (scheme) {
            case SOCKS5, SOCKS5H -> {
                if (octets(user) > MOST_SOCKS5_OCTETS || octets(password) > MOST_SOCKS5_OCTETS) {
                    throw new BadText("has a user name or password of more than 255 octets");
                }
            }
            case HTTP, HTTPS, SOCKS4, SOCKS4A -> {}
        }
        return new Credentials(user, password);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(String text) throws BadText {
        return PercentEncoding.decode(text)
                .filter(HopText::isPrintable)
                .orElseThrow(
                        () -> new BadText("has credentials that are not percent-encoded UTF-8"));
    }
}
