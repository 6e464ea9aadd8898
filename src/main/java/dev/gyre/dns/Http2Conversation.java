package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/// DNS over HTTP/2 (RFC 8484): a stream for each question. Its fields say what must be said, and nothing of the program.
final class Http2Conversation implements Conversation {

    private final Channel channel;
    private final NameServer.Https server;

    /// @param channel with Netty's codec for HTTP/2 and its multiplexer
    Http2Conversation(Channel channel, NameServer.Https server) {
        this.channel = channel;
        this.server = server;
    }

    @Override
    public void ask(Query query, Promise<Heard> heard) {
        // The stream says which answer is whose; an id that is always the same keeps answers equal
        // (RFC 8484 4.1).
        Query asked = query.padded().withId(0);
        Exchanged exchanged = new Exchanged(asked, heard);
        new Http2StreamChannelBootstrap(channel)
                .handler(exchanged)
                .open()
                .addListener((Future<Http2StreamChannel> opened) -> {
                    if (!opened.isSuccess()) {
                        heard.tryFailure(new Hangup(server, "takes no question"));
                    } else if (heard.isDone()) {
                        opened.getNow().close();
                    } else {
                        send(opened.getNow(), asked, heard);
                    }
                });
    }

    private void send(Http2StreamChannel stream, Query asked, Promise<Heard> heard) {
        heard.addListener(_ -> stream.close());
        ByteBuf body = asked.datagram(stream.alloc());
        Http2Headers head =
                new DefaultHttp2Headers()
                        .method("POST")
                        .scheme("https")
                        .authority(server.authority())
                        .path(server.path())
                        .add(HttpHeaderNames.ACCEPT, DohReply.TYPE)
                        .add(HttpHeaderNames.CONTENT_TYPE, DohReply.TYPE)
                        .add(
                                HttpHeaderNames.CONTENT_LENGTH,
                                Integer.toString(body.readableBytes()));
        stream.write(new DefaultHttp2HeadersFrame(head, false));
        stream.writeAndFlush(new DefaultHttp2DataFrame(body, true))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        heard.tryFailure(new Hangup(server, String.valueOf(sent.cause())));
                    }
                });
    }

    /// One question and its answer.
    private final class Exchanged extends SimpleChannelInboundHandler<Http2StreamFrame> {

        private final Query query;
        private final Promise<Heard> heard;
        private final DohReply reply = new DohReply();

        Exchanged(Query query, Promise<Heard> heard) {
            this.query = query;
            this.heard = heard;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame head -> {
                    CharSequence status = head.headers().status();
                    if (status != null && !status.toString().startsWith("1")) {
                        reply.head(
                                status.toString(),
                                head.headers().get(HttpHeaderNames.CONTENT_TYPE));
                    }
                    ended(head.isEndStream());
                }
                case Http2DataFrame data ->
                        ended(!reply.body(data.content()) || data.isEndStream());
                case Http2ResetFrame reset ->
                        heard.tryFailure(
                                new FailureException(
                                        Failure.DNS_ERROR,
                                        "name server "
                                                + server
                                                + " ends the stream with code "
                                                + reset.errorCode()));
                default -> {}
            }
        }

        private void ended(boolean end) {
            if (end) {
                heard.trySuccess(reply.heard(query));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            heard.tryFailure(new Hangup(server, "closed the connection without an answer"));
            ctx.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            heard.tryFailure(new Hangup(server, String.valueOf(cause.getMessage())));
            ctx.close();
        }
    }
}
