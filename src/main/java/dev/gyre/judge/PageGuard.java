package dev.gyre.judge;

import dev.gyre.inbound.client.BuiltInTarget.Asked;
import dev.gyre.inbound.client.PageRequests;

/// Who may have a request answered by a target of Gyre's own: programs, and browsers that carry the token.
///
/// A page that asks for the name sends an `Origin` or a `Referer`, or can prevent both; but not that its browser says what it is.
/// Then only the link that the proxy printed when it started helps, which no page knows.
///
/// @param token what a browser's request must carry in its query
record PageGuard(Token token) {

    /// The parameter that the token is in.
    static final String PARAMETER = "token";

    private static final int PARAMETERS = 16;

    boolean admits(Asked request) {
        return !PageRequests.isLinked(request)
                && (!PageRequests.isBrowsers(request) || carriesToken(request.path()));
    }

    private boolean carriesToken(String path) {
        int query = path.indexOf('?');
        if (query < 0) {
            return false;
        }
        String begin = PARAMETER + "=";
        for (String parameter : path.substring(query + 1).split("&", PARAMETERS)) {
            if (parameter.startsWith(begin) && token.is(parameter.substring(begin.length()))) {
                return true;
            }
        }
        return false;
    }
}
