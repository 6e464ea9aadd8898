package dev.gyre.judge;

import dev.gyre.net.Host;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What feedback says, from the path and query of its request. Strict: a word that was misspelled must not be taken for none.
///
/// @param host of the site that is meant
/// @param banned whether that refused the egress, or served it
/// @param egress the name of the egress, if it is not that of the session
record FeedbackQuery(Host host, boolean banned, Optional<String> egress) {

    private static final int PARAMETERS = 16;
    private static final Set<String> NAMES =
            Set.of("host", "verdict", "egress", PageGuard.PARAMETER);

    /// It can't be understood.
    static final class Bad extends Exception {

        private static final long serialVersionUID = 1L;

        private final String text;

        private Bad(String text) {
            super(text, null, false, false);
            this.text = text;
        }

        /// A sentence that says why.
        String text() {
            return text;
        }
    }

    static FeedbackQuery of(String path) throws Bad {
        Map<String, String> said = parameters(path);
        String host = said.get("host");
        String verdict = said.get("verdict");
        if (host == null || verdict == null) {
            throw new Bad("Feedback is /?host=NAME&verdict=ban, or verdict=ok.");
        }
        if (!verdict.equals("ban") && !verdict.equals("ok")) {
            throw new Bad("The verdict is ban or ok.");
        }
        return new FeedbackQuery(
                Host.parse(host).orElseThrow(() -> new Bad("The host is no name or address.")),
                verdict.equals("ban"),
                Optional.ofNullable(said.get("egress")));
    }

    private static Map<String, String> parameters(String path) throws Bad {
        if (!path.startsWith("/?")) {
            throw new Bad("Feedback is /?host=NAME&verdict=ban, or verdict=ok.");
        }
        Map<String, String> said = new HashMap<>();
        for (String parameter : path.substring(2).split("&", PARAMETERS)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (equals < 0 || !NAMES.contains(name)) {
                throw new Bad("The parameters are host, verdict and egress.");
            }
            if (said.put(name, decoded(parameter.substring(equals + 1))) != null) {
                throw new Bad("A parameter is given twice.");
            }
        }
        return said;
    }

    private static String decoded(String text) throws Bad {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException bad) {
            throw new Bad("A parameter is not percent-encoded as it should be.");
        }
    }
}
