package dev.gyre.judge;

import dev.gyre.http.BadMessage;
import dev.gyre.http.BodyEnd;
import dev.gyre.http.Fields;
import dev.gyre.http.RequestDecoder;
import dev.gyre.http.RequestHead;
import dev.gyre.judge.WhoamiPage.Field;
import dev.gyre.net.Addresses;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Answers every request with what it saw of it: the address that it came from, and its header. Only for requests that name it:
/// a page that had its own name resolved to this machine is refused.
final class WhoamiHandler extends ChannelInboundHandlerAdapter {

    private final RequestDecoder requests;
    private @Nullable RequestHead head;

    WhoamiHandler(RequestDecoder requests) {
        this.requests = requests;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case RequestHead request -> head = request;
            case BodyEnd _ -> {
                if (head != null) {
                    answer(ctx, head);
                }
            }
            case BadMessage _ -> ctx.close();
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext ctx, RequestHead request) {
        Fields fields = request.fields();
        if (!fields.first("host").orElse("").equalsIgnoreCase(Whoami.NAME)) {
            ctx.close();
            return;
        }
        List<Field> seen = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            seen.add(new Field(fields.name(i), fields.value(i)));
        }
        String address =
                Addresses.text(((InetSocketAddress) ctx.channel().remoteAddress()).getAddress());
        WhoamiPage page = WhoamiPage.accepted(fields.first("accept").orElse(""));
        byte[] body = page.body(address, seen).getBytes(StandardCharsets.UTF_8);
        String lines =
                "HTTP/1.1 200 OK\r\nContent-Type: "
                        + page.contentType()
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\nCache-Control: no-store\r\n"
                        + (request.keepAlive() ? "" : "Connection: close\r\n")
                        + "\r\n";
        ByteBuf reply = ctx.alloc().buffer(lines.length() + body.length);
        reply.writeCharSequence(lines, StandardCharsets.US_ASCII);
        if (!request.method().equals("HEAD")) {
            reply.writeBytes(body);
        }
        if (request.keepAlive()) {
            // The next is read only when this reply is on its way, so that no replies pile up.
            ctx.writeAndFlush(reply).addListener(_ -> requests.next());
        } else {
            ctx.writeAndFlush(reply).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
