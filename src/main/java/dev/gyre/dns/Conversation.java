package dev.gyre.dns;

import io.netty.util.concurrent.Promise;

/// Questions and answers over one connection that is up; any number at a time. Lives on the connection's event loop.
interface Conversation {

    /// Asks.
    ///
    /// @param heard is done with what the server says; fails with a [dev.gyre.net.FailureException], or with [Hangup] when the
    ///     connection ends before. When it is cancelled the answer is not waited for
    void ask(Query query, Promise<Heard> heard);
}
