package dev.gyre.inbound.http;

import io.netty.buffer.ByteBuf;

/// One request on a client's connection and what is answered to it, as [HttpProxyHandler] sees it: told of all that comes from
/// the client until it says that it is over. On the client's event loop.
sealed interface Turn permits DeniedTurn, Exchange, LoginTurn, OwnAnswer {

    void begin();

    /// A piece of the request's body, which it takes over.
    void requestData(ByteBuf data);

    /// The request is whole.
    void requestEnd();

    /// Nothing more of the request has come for now.
    void requestPause();

    /// The rest of the request breaks the protocol.
    ///
    /// @param refusal what to tell the client, if it has not been told anything yet
    void requestBroken(ErrorReply refusal);

    /// The client's connection takes more again, or less.
    void clientWritable();

    /// Nothing came or went for too long.
    void timedOut();

    /// Ends it here and now; the client is gone, or is told by somebody else.
    void end();

    /// Whether the client wants its connection kept, and has sent its request whole, so that it can be.
    boolean clientCanGoOn();
}
