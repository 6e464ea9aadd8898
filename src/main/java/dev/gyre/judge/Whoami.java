package dev.gyre.judge;

import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.inbound.client.PageRequests;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import java.net.InetAddress;
import java.util.List;

/// The target `http://whoami.gyre/`: who may have it answered, and where it listens.
///
/// @param token what a browser's request must carry in its query
/// @param addresses loopback addresses, one of each family at most
/// @param port the port at all of them
record Whoami(Token token, List<InetAddress> addresses, int port) implements BuiltInTarget {

    /// Its name, which exists nowhere else.
    static final String NAME = "whoami.gyre";

    static final Target TARGET = new Target(new Host.Name(NAME), 80);
    private static final String TOKEN = "token=";

    @Override
    public boolean is(Target target) {
        return target.equals(TARGET);
    }

    /// A page that asks for the name sends an `Origin` or a `Referer`, or can prevent both; but not that its browser says what
    /// it is. Then only the link that the proxy printed when it started helps, which no page knows.
    @Override
    public boolean admits(Asked request) {
        return !PageRequests.isLinked(request)
                && (!PageRequests.isBrowsers(request) || carriesToken(request.path()));
    }

    private boolean carriesToken(String path) {
        int query = path.indexOf('?');
        if (query < 0) {
            return false;
        }
        for (String parameter : path.substring(query + 1).split("&", 16)) {
            if (parameter.startsWith(TOKEN) && token.is(parameter.substring(TOKEN.length()))) {
                return true;
            }
        }
        return false;
    }
}
