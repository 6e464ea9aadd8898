package dev.gyre.inbound.http;

import dev.gyre.http.HttpDate;
import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeRecord.Kind;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;

/// A request that is answered here: by a target that Gyre runs itself, and that is no place on the net. What content it has is
/// thrown away.
final class OwnAnswer implements Turn {

    /// How much of a request's content is waited for.
    private static final long CONTENT = 64 << 10;

    private final HttpProxyHandler handler;
    private final ClientConnection client;
    private final RequestHead request;
    private final Target target;
    private final BuiltInTarget.Answering answering;
    private final BuiltInTarget.Asked asked;
    private long content;
    private boolean whole;

    OwnAnswer(
            HttpProxyHandler handler,
            ClientConnection client,
            RequestHead request,
            Target target,
            BuiltInTarget.Answering answering,
            BuiltInTarget.Asked asked) {
        this.handler = handler;
        this.client = client;
        this.request = request;
        this.target = target;
        this.answering = answering;
        this.asked = asked;
    }

    @Override
    public void begin() {
        client.deadline().in(client.timeouts().body());
    }

    @Override
    public void requestData(ByteBuf data) {
        content += data.readableBytes();
        data.release();
        if (content > CONTENT) {
            handler.refuse(ErrorReply.badRequest(413, "This takes no content."), this);
        } else {
            client.deadline().in(client.timeouts().body());
        }
    }

    @Override
    public void requestEnd() {
        whole = true;
        client.deadline().clear();
        BuiltInTarget.Answer answer = answering.answer(asked, client);
        client.journal().carried(answer.status(), content, answer.text().length());
        client.journal().answered(Kind.HTTP, target);
        boolean keep = clientCanGoOn();
        client.channel()
                .write(
                        switch (answer.status()) {
                            case 200, 204 -> done(answer, keep);
                            default ->
                                    handler.written(
                                            ErrorReply.badRequest(answer.status(), answer.text()),
                                            keep);
                        },
                        client.channel().voidPromise());
        client.channel().flush();
        handler.served(keep);
    }

    private ByteBuf done(BuiltInTarget.Answer answer, boolean keep) {
        String text = answer.text().isEmpty() ? "" : answer.text() + "\n";
        ByteBuf out = client.channel().alloc().buffer(256);
        out.writeCharSequence(
                (text.isEmpty()
                                ? "HTTP/1.1 204 No Content\r\n"
                                : "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                                        + text.length()
                                        + "\r\n")
                        + "Cache-Control: no-store\r\n"
                        + (keep ? "" : "Connection: close\r\n"),
                StandardCharsets.US_ASCII);
        HttpDate.writeNow(out);
        out.writeShort('\r' << 8 | '\n');
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
        return out;
    }

    @Override
    public void requestBroken(ErrorReply refusal) {
        handler.refuse(refusal, this);
    }

    @Override
    public void timedOut() {
        handler.refuse(ErrorReply.of(Failure.REQUEST_TIMEOUT), this);
    }

    @Override
    public void end() {}

    @Override
    public boolean clientCanGoOn() {
        return Turn.keeps(client, request, whole);
    }
}
