package dev.gyre.inbound.client;

import dev.gyre.net.Target;

import java.net.InetAddress;
import java.util.List;

/// A target that Gyre runs itself, under a name that exists nowhere else.
///
/// It must not be found by a web page: a request that looks as if a page had made it is treated as if there were no such
/// target.
public interface BuiltInTarget {

    /// Whether this is the target's name and port.
    boolean is(Target target);

    /// Whether somebody may have this request answered, or it looks like a page's.
    ///
    /// @param request what is known of it
    boolean admits(Asked request);

    /// Where the target listens, one address of each family at most.
    List<InetAddress> addresses();

    /// The port at all of its addresses.
    int port();

    /// What of a request tells who made it.
    interface Asked {

        /// The request-target's path and query.
        String path();

        /// Whether there is such a field; the name in lower case.
        boolean has(String field);

        /// The value of the first such field, empty when there is none; the name in lower case.
        String value(String field);

        /// Whether there is a field whose name begins like this, in lower case.
        boolean hasPrefix(String prefix);
    }
}
