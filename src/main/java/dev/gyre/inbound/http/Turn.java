package dev.gyre.inbound.http;

import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.ClientConnection;

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
    default void requestPause() {}

    /// The rest of the request breaks the protocol.
    ///
    /// @param refusal what to tell the client, if it has not been told anything yet
    void requestBroken(ErrorReply refusal);

    /// The client's connection takes more again, or less.
    default void clientWritable() {}

    /// Nothing came or went for too long.
    void timedOut();

    /// Ends it here and now; the client is gone, or is told by somebody else.
    void end();

    /// Whether the client wants its connection kept, and has sent its request whole, so that it can be.
    boolean clientCanGoOn();

    /// Whether the client wants its connection kept after a request, so that it can be. After one of HTTP/1.0 it can't: a proxy must not keep
    /// its connection (RFC 9112 9.3).
    ///
    /// @param whole whether all of the request has come
    static boolean keeps(ClientConnection client, RequestHead request, boolean whole) {
        return whole && request.keepAlive() && request.minorVersion() > 0 && !client.isStopping();
    }
}
