package dev.gyre.lists;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;
import dev.gyre.net.Ports;
import dev.gyre.net.Target;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads one line of a list. What is written with `@` is a URL, so that its credentials are percent-encoded; what is written with
/// colons alone is taken as it is. A line has no variables: whoever writes a list must not read our environment.
///
/// @param scheme of lines that don't say theirs
/// @param sources whether a line may be an address of this machine
/// @param labels of all entries
record ProxyLine(HopScheme scheme, boolean sources, Labels labels) {

    /// A protocol that others know, as its name may be shown.
    private static final Pattern PROTOCOL = Pattern.compile("[a-zA-Z][a-zA-Z0-9]{1,11}");

    private static final String FORMS =
            "is neither host:port, host:port:user:password nor user:password:host:port";

    /// What the line stands for.
    ///
    /// @param line without a comment, without blanks at its ends
    EgressEntry read(String line) throws BadText {
        if (hasBlank(line) && !isSource(line)) {
            throw new BadText("has a blank in it");
        }
        int slashes = line.indexOf(HopText.SLASHES);
        if (slashes >= 0) {
            HopScheme its = scheme(line.substring(0, slashes));
            return entry(hop(its, line.substring(slashes + 3), its.defaultPort()));
        }
        if (isSource(line)) {
            if (!sources) {
                throw new BadText(
                        "is an address of this machine; a list from elsewhere may hold proxies"
                                + " only");
            }
            return new EgressEntry.Source(SourceText.parse(line), labels);
        }
        return entry(hop(scheme, line, 0));
    }

    private EgressEntry entry(Hop hop) {
        return new EgressEntry.Through(List.of(hop), labels);
    }

    private static HopScheme scheme(String name) throws BadText {
        Optional<HopScheme> known = HopText.scheme(name);
        if (known.isPresent()) {
            return known.get();
        }
        throw new BadText(
                PROTOCOL.matcher(name).matches()
                        ? "is of the protocol " + name + ", which is neither HTTP nor SOCKS"
                        : "has an unknown scheme");
    }

    /// @param defaultPort 0 when there is none
    private static Hop hop(HopScheme scheme, String text, int defaultPort) throws BadText {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return ofColons(scheme, text, defaultPort);
        }
        try {
            Target server = HopText.server(withoutName(text.substring(at + 1)), defaultPort);
            Credentials known = HopText.encodedCredentials(scheme, text.substring(0, at));
            return new Hop(scheme, server, Optional.of(known));
        } catch (BadText bad) {
            // The sign may stand in a password.
            List<String> fields = Fields.of(text);
            if (fields.size() < 4) {
                throw bad;
            }
            return ofFields(scheme, fields).orElseThrow(() -> bad);
        }
    }

    private static Hop ofColons(HopScheme scheme, String text, int defaultPort) throws BadText {
        List<String> fields = Fields.of(text);
        if (fields.size() < 3) {
            String server = withoutName(text);
            if (defaultPort == 0) {
                strict(fields.getFirst());
            }
            return new Hop(scheme, HopText.server(server, defaultPort), Optional.empty());
        }
        return ofFields(scheme, fields).orElseThrow(() -> new BadText(FORMS));
    }

    /// `host:port:user:password`, unless only the other order can be read, or only in that order the host is an address, or a name of
    /// several labels.
    private static Optional<Hop> ofFields(HopScheme scheme, List<String> fields) throws BadText {
        int last = fields.size() - 1;
        if (last < 3) {
            return Optional.empty();
        }
        boolean first = isServer(fields.get(0), fields.get(1));
        boolean behind = isServer(fields.get(last - 1), fields.get(last));
        if (behind && (!first || likely(fields.get(last - 1)) > likely(fields.get(0)))) {
            return Optional.of(
                    hop(scheme, fields.subList(last - 1, last + 1), fields.subList(0, last - 1)));
        }
        return first
                ? Optional.of(hop(scheme, fields.subList(0, 2), fields.subList(2, last + 1)))
                : Optional.empty();
    }

    private static Hop hop(HopScheme scheme, List<String> server, List<String> credentials)
            throws BadText {
        return new Hop(
                scheme,
                HopText.target(server.get(0), Ports.parse(server.get(1))),
                Optional.of(
                        HopText.credentials(
                                scheme,
                                credentials.getFirst(),
                                String.join(":", credentials.subList(1, credentials.size())))));
    }

    private static boolean isServer(String host, String port) {
        try {
            strict(host);
            HopText.target(host, 1);
            return Ports.parse(port) > 0;
        } catch (BadText no) {
            return false;
        }
    }

    /// Numbers that only `inet_aton` takes for an address are more likely something else.
    private static void strict(String host) throws BadText {
        int dots = 0;
        boolean plain = true;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return;
            }
            dots += c == '.' ? 1 : 0;
            boolean starts = i == 0 || host.charAt(i - 1) == '.';
            boolean goesOn = i + 1 < host.length() && host.charAt(i + 1) != '.';
            plain &= c != '0' || !starts || !goesOn;
        }
        if (!host.isEmpty() && (dots != 3 || !plain)) {
            throw new BadText("has a host that is no name or address");
        }
    }

    private static boolean hasBlank(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (Character.isWhitespace(line.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static int likely(String host) {
        if (host.startsWith("[") || Addresses.parse(host).isPresent()) {
            return 2;
        }
        return host.indexOf('.') > 0 || host.equals("localhost") ? 1 : 0;
    }

    /// Others end a URL with `#` and a name.
    private static String withoutName(String text) {
        int sign = text.indexOf('#');
        return sign < 0 ? text : text.substring(0, sign);
    }

    /// Whether a line begins with an address that no port follows.
    private static boolean isSource(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '/' && line.charAt(end) != '-') {
            end++;
        }
        String first = line.substring(0, end).strip();
        int colon = first.indexOf(':');
        if (colon >= 0) {
            int dot = first.indexOf('.');
            if ((dot >= 0 && dot < colon)
                    || first.indexOf(':', colon + 1) < 0
                    || !first.chars()
                            .allMatch(c ->
                                    c == ':'
                                            || c == '.'
                                            || (c < 128 && Character.digit(c, 16) >= 0))) {
                return false;
            }
        }
        return Addresses.parse(first).isPresent();
    }
}
