package dev.gyre.inbound.http;

import dev.gyre.net.Host;
import dev.gyre.net.Target;

import java.util.Optional;

/// The request-target of a request to a proxy, taken apart (RFC 9112 3.2).
sealed interface RequestTarget {

    /// Where to, and what to ask there.
    ///
    /// @param target the target
    /// @param authority the authority as the client spelled it, for the `Host` field
    /// @param originForm the path and query for the target, byte for byte; `/` when there is no path, `*` for an OPTIONS request
    ///     without one
    record Absolute(Target target, String authority, String originForm) implements RequestTarget {}

    /// What a request to an origin server has: the client takes this proxy for one.
    record Origin(String path) implements RequestTarget {}

    /// None that this proxy serves.
    record Invalid() implements RequestTarget {}

    String SCHEME = "http://";

    static RequestTarget parse(String method, String text) {
        if (text.startsWith("/") || text.equals("*")) {
            return new Origin(text);
        }
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Invalid();
        }
        int from = SCHEME.length();
        int end = from;
        while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
            end++;
        }
        String authority = text.substring(from, end);
        Optional<Target> target = authority(authority, 80);
        if (target.isEmpty()) {
            return new Invalid();
        }
        String rest = text.substring(end);
        String originForm =
                rest.startsWith("/")
                        ? rest
                        : rest.isEmpty() && method.equals("OPTIONS") ? "*" : "/" + rest;
        String spelled =
                authority.endsWith(":")
                        ? authority.substring(0, authority.length() - 1)
                        : authority;
        return new Absolute(target.get(), respelled(spelled, target.get()), originForm);
    }

    /// The target of a CONNECT request: host and port, the port not left out (RFC 9110 9.3.6).
    static Optional<Target> authority(String text) {
        return Target.parse(text).filter(_ -> text.indexOf('@') < 0);
    }

    private static Optional<Target> authority(String text, int port) {
        // `http://host:/` is `http://host/` (RFC 3986 3.2.3).
        String spelled = text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
        return spelled.indexOf('@') >= 0 ? Optional.empty() : Target.parse(spelled, port);
    }

    /// The authority as the client spelled it; but an IPv4 address in another spelling than its own (`0x7f.1`) becomes that
    /// address, as a browser without a proxy would have written it.
    private static String respelled(String authority, Target target) {
        if (authority.startsWith("[") || !(target.host() instanceof Host.Address address)) {
            return authority;
        }
        int colon = authority.lastIndexOf(':');
        return address.text() + (colon < 0 ? "" : authority.substring(colon));
    }
}
