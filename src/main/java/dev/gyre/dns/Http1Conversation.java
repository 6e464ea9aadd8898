package dev.gyre.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;

/// DNS over HTTP/1.1 (RFC 8484), for servers that have no HTTP/2: one question at a time, the others wait.
final class Http1Conversation extends ChannelConversation<FullHttpResponse> {

    private final NameServer.Https server;
    private final Queue<Asked> waiting = new ArrayDeque<>();
    private @Nullable Asked asked;

    Http1Conversation(NameServer.Https server) {
        super(server);
        this.server = server;
    }

    @Override
    void ask(ChannelHandlerContext ctx, Query query, Promise<Heard> heard) {
        waiting.add(new Asked(query.padded().withId(0), heard));
        next(ctx);
    }

    private void next(ChannelHandlerContext ctx) {
        while (asked == null && !waiting.isEmpty()) {
            Asked each = waiting.remove();
            if (!each.heard().isDone()) {
                asked = each;
                ctx.writeAndFlush(request(ctx, each.query()))
                        .addListener(sent -> {
                            if (!sent.isSuccess()) {
                                end(ctx, String.valueOf(sent.cause()));
                            }
                        });
            }
        }
    }

    private FullHttpRequest request(ChannelHandlerContext ctx, Query query) {
        ByteBuf body = query.datagram(ctx.alloc());
        FullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.POST, server.path(), body);
        request.headers()
                .set(HttpHeaderNames.HOST, server.authority())
                .set(HttpHeaderNames.ACCEPT, DohReply.TYPE)
                .set(HttpHeaderNames.CONTENT_TYPE, DohReply.TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return request;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        Asked its = asked;
        if (its == null || response.decoderResult().isFailure()) {
            end(ctx, "answers what is no answer");
            return;
        }
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            return;
        }
        DohReply reply = new DohReply();
        reply.head(
                response.status().codeAsText().toString(),
                response.headers().get(HttpHeaderNames.CONTENT_TYPE));
        reply.body(response.content());
        asked = null;
        its.heard().trySuccess(reply.heard(its.query()));
        if (HttpUtil.isKeepAlive(response)) {
            next(ctx);
        } else {
            end(ctx, "closes the connection");
        }
    }

    @Override
    void failAll(Hangup why) {
        Asked its = asked;
        asked = null;
        if (its != null) {
            its.fail(why);
        }
        for (Asked each = waiting.poll(); each != null; each = waiting.poll()) {
            each.fail(why);
        }
    }
}
