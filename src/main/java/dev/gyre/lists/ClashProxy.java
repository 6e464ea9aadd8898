package dev.gyre.lists;

import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Credentials;
import dev.gyre.net.Ports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One of the `proxies` of a Clash file. What it says of how it is to be reached is followed, or it is refused.
final class ClashProxy {

    private static final int MOST_KEYS = 100;
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,19}");

    /// What would have to be done and is not.
    private static final List<String> REFUSED =
            List.of("dialer-proxy", "fingerprint", "headers", "interface-name", "plugin", "<<");

    private final Map<String, String> values = new HashMap<>();
    private boolean twice;

    void has(String key, String value) {
        twice |= values.size() == MOST_KEYS || values.putIfAbsent(key, value) != null;
    }

    /// The value is no word: nothing that is needed here has such a one.
    void hasMore(String key) {
        has(key, "");
    }

    Hop hop() throws BadText {
        if (twice) {
            throw new BadText("says the same key twice, or says too much");
        }
        for (String key : REFUSED) {
            if (values.containsKey(key)) {
                throw new BadText("has '" + key + "', which is not known here");
            }
        }
        HopScheme scheme = scheme();
        String server = value("server");
        int port = Ports.parse(value("port"));
        if (server.isEmpty()) {
            throw new BadText("has no server");
        }
        if (port < 0) {
            throw new BadText("needs a port from 1 to 65535");
        }
        if (scheme == HopScheme.HTTPS) {
            checkTls(server);
        }
        return new Hop(scheme, HopText.target(server, port), credentials(scheme));
    }

    private HopScheme scheme() throws BadText {
        String type = value("type");
        boolean tls = isTrue("tls");
        return switch (type) {
            case "http" -> tls ? HopScheme.HTTPS : HopScheme.HTTP;
            case "socks5" -> {
                if (tls) {
                    throw new BadText("is socks5 over TLS, which is not known here");
                }
                // Names go to the proxy there.
                yield HopScheme.SOCKS5H;
            }
            case "" -> throw new BadText("has no type");
            default ->
                    throw new BadText(
                            TYPE.matcher(type).matches()
                                    ? "is of the type "
                                            + type
                                            + ", which is neither http nor socks5"
                                    : "is of an unknown type");
        };
    }

    private void checkTls(String server) throws BadText {
        if (isTrue("skip-cert-verify")) {
            throw new BadText(
                    "wants its certificate unverified (skip-cert-verify); https hops are verified,"
                            + " always");
        }
        if (!value("sni").isEmpty() && !value("sni").equalsIgnoreCase(server)) {
            throw new BadText(
                    "has another name in 'sni' than in 'server', which is not known here");
        }
    }

    private Optional<Credentials> credentials(HopScheme scheme) throws BadText {
        String user = value("username");
        String password = value("password");
        if (user.isEmpty() && password.isEmpty()) {
            return Optional.empty();
        }
        if ((user + password).chars().anyMatch(Character::isISOControl)) {
            throw new BadText("has a control character in its credentials");
        }
        return Optional.of(HopText.credentials(scheme, user, password));
    }

    private boolean isTrue(String key) {
        return value(key).equals("true");
    }

    private String value(String key) {
        return values.getOrDefault(key, "");
    }
}
