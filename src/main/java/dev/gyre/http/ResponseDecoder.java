package dev.gyre.http;

import io.netty.channel.ChannelHandlerContext;

/// Decodes the responses of a target, one for each request that was announced with [#expect].
///
/// For each response, [ResponseHead], its body as `ByteBuf`s, and [BodyEnd] are handed on. Interim
/// heads (1xx) come before, each without a [BodyEnd]. After 101, or a 2xx to CONNECT, there is no
/// [BodyEnd] either: what follows is handed on as it is. [BadMessage] or [Truncated] is the last
/// that is handed on; octets that no response was expected for are a bad message (RFC 9112 6.3,
/// 9.2).
///
/// A body until close ends when the input does, unless an exception came through the pipeline
/// before: then it is truncated. Whoever closes the channel in the middle of such a body sees it
/// end, too. A connection that closes before the first octet of a response only passes the event
/// on.
///
/// On the channel's event loop only.
public final class ResponseDecoder extends MessageDecoder {

    private static final int INTERIM_MOST = 32;
    private static final String INTERIM = "There are too many interim responses.";

    private String method = "";
    private int interim;
    private boolean persistent = true;

    public ResponseDecoder(HeadLimits limits) {
        super(HeadParser.ofResponses(limits), Phase.BETWEEN);
    }

    public ResponseDecoder() {
        this(HeadLimits.DEFAULT);
    }

    /// Announces a request of this method; to be called before it is written. Nothing happens once
    /// the decoder gave up.
    ///
    /// @throws IllegalStateException when the last response has not ended
    public void expect(String requestMethod) {
        switch (phase) {
            case BETWEEN -> {
                parser.release();
                method = requestMethod;
                interim = 0;
                phase = Phase.HEAD;
            }
            case STRAY, DEAD, REMOVED -> {}
            case HEAD, LENGTH, CHUNKED, UNTIL_CLOSE, END, RAW ->
                    throw new IllegalStateException("the response has not ended");
        }
    }

    /// Whether another request may be sent on this connection: nothing is expected, nothing stray
    /// came, the input is open, and the last response allows it. True before the first request. Up
    /// to date when [BodyEnd] is handed on.
    public boolean isReusable() {
        return phase == Phase.BETWEEN && persistent && !isInputClosed();
    }

    /// Gives back what it has for the last response, of which nothing is needed any more. Another may be expected later.
    public void rest() {
        parser.release();
    }

    @Override
    void onHead(ChannelHandlerContext ctx) {
        ResponseHead head = parser.response();
        if (head.switchesTo(method)) {
            phase = Phase.RAW;
        } else if (head.isInterim()) {
            if (++interim > INTERIM_MOST) {
                throw new HttpError(502, INTERIM);
            }
        } else {
            persistent = head.keepAlive();
            expectBody(head.framingCode(method));
        }
        fire(ctx, head);
        if (head.isInterim()) {
            parser.release();
        }
    }

    @Override
    Phase afterMessage() {
        return held.isReadable() ? Phase.STRAY : Phase.BETWEEN;
    }

    @Override
    void onPause(ChannelHandlerContext ctx) {}

    @Override
    void beforeGivingUp(ChannelHandlerContext ctx) {}
}
