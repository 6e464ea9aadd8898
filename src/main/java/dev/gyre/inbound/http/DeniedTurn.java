package dev.gyre.inbound.http;

import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.ClientConnection;

import io.netty.buffer.ByteBuf;

/// A request that is refused as soon as it is known what it wants. One without content is let come to its end, so that the connection can
/// serve on.
final class DeniedTurn implements Turn {

    private final HttpProxyHandler handler;
    private final ClientConnection client;
    private final RequestHead request;
    private final OwnReply reply;
    private boolean whole;

    DeniedTurn(
            HttpProxyHandler handler,
            ClientConnection client,
            RequestHead request,
            OwnReply reply) {
        this.handler = handler;
        this.client = client;
        this.request = request;
        this.reply = reply;
    }

    @Override
    public void begin() {
        if (new RequestBody(request.framing()).exists()) {
            handler.refuse(reply, this);
        }
    }

    @Override
    public void requestData(ByteBuf data) {
        data.release();
    }

    @Override
    public void requestEnd() {
        whole = true;
        handler.refuse(reply, this);
    }

    @Override
    public void requestBroken(ErrorReply refusal) {
        handler.refuse(refusal, this);
    }

    @Override
    public void timedOut() {}

    @Override
    public void end() {}

    @Override
    public boolean clientCanGoOn() {
        return Turn.keeps(client, request, whole);
    }
}
