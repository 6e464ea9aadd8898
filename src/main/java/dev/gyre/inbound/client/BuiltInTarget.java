package dev.gyre.inbound.client;

import dev.gyre.net.Target;

import java.net.InetAddress;
import java.util.List;

/// A target that Gyre runs itself, under a name that exists nowhere else.
///
/// It must not be found by a web page: a request that looks as if a page had made it is treated as if there were no such
/// target.
public sealed interface BuiltInTarget {

    /// Whether this is the target's name and port.
    boolean is(Target target);

    /// Whether somebody may have this request served, or it looks like a page's.
    ///
    /// @param request what is known of it
    boolean admits(Asked request);

    /// One to which requests leave, as to any other target.
    non-sealed interface Listening extends BuiltInTarget {

        /// Where the target listens, one address of each family at most.
        List<InetAddress> addresses();

        /// The port at all of its addresses.
        int port();
    }

    /// One that answers at once: nothing leaves.
    non-sealed interface Answering extends BuiltInTarget {

        /// The answer to a request that it admits. Must not block.
        Answer answer(Asked request, Asker asker);
    }

    /// What is answered.
    ///
    /// @param status of HTTP; 200 or 204 when all is well
    /// @param text what a person is told, unless it is 204: a sentence in which nothing of the request is
    record Answer(int status, String text) {

        /// All is well, and there is nothing to say.
        public static final Answer DONE = new Answer(204, "");
    }

    /// What of a request tells who made it, and what it wants.
    interface Asked {

        String method();

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
