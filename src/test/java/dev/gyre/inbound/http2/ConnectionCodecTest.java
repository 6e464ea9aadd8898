package dev.gyre.inbound.http2;

import static dev.gyre.testkit.Http2Frames.CONTINUATION;
import static dev.gyre.testkit.Http2Frames.DATA;
import static dev.gyre.testkit.Http2Frames.ENHANCE_YOUR_CALM;
import static dev.gyre.testkit.Http2Frames.GOAWAY;
import static dev.gyre.testkit.Http2Frames.HEADERS;
import static dev.gyre.testkit.Http2Frames.RST_STREAM;
import static dev.gyre.testkit.Http2Frames.UNKNOWN;
import static dev.gyre.testkit.Http2Frames.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.http.HeadLimits;
import dev.gyre.testkit.Http2Frames;
import dev.gyre.testkit.Http2Frames.Frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a client can make a connection hold whose streams take nothing.
final class ConnectionCodecTest {

    private final List<ByteBuf> sent = new ArrayList<>();
    private final List<Channel> streams = new ArrayList<>();
    private final StringBuilder taken = new StringBuilder();

    /// Accepted by somebody, as Netty wants to see.
    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    new LocalServerChannel(), DefaultChannelId.newInstance(), true, false);

    ConnectionCodecTest() {
        UntakenFrames untaken = new UntakenFrames();
        Http2FrameCodec codec = ConnectionCodec.of(HeadLimits.DEFAULT, untaken);
        channel.pipeline()
                .addLast(
                        codec,
                        new Http2MultiplexHandler(
                                new ChannelInitializer<Http2StreamChannel>() {
                                    @Override
                                    protected void initChannel(Http2StreamChannel stream) {
                                        stream.config().setAutoRead(false);
                                        streams.add(stream);
                                        stream.pipeline()
                                                .addLast(
                                                        new StreamCodec(
                                                                HeadLimits.DEFAULT,
                                                                untaken.of(stream)),
                                                        new Sink());
                                    }
                                }),
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void exceptionCaught(
                                    ChannelHandlerContext ctx, Throwable cause) {
                                ctx.executor().execute(ctx::close);
                            }

                            @Override
                            public void channelInactive(ChannelHandlerContext ctx) {
                                streams.forEach(Channel::close);
                            }
                        });
        ConnectionCodec.widen(codec);
        send(Http2Frames.begin());
    }

    private final class Sink extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf data = (ByteBuf) message;
            taken.append(data.toString(StandardCharsets.ISO_8859_1));
            data.release();
        }
    }

    @AfterEach
    void nothingIsHeld() {
        channel.close();
        channel.runPendingTasks();
        assertThat(sent).allMatch(each -> each.refCnt() == 0);
        channel.releaseOutbound();
    }

    /// As one read.
    private ByteBuf send(byte[]... frames) {
        ByteBuf read = channel.alloc().buffer().writeBytes(Unpooled.wrappedBuffer(frames));
        sent.add(read);
        if (channel.isOpen()) {
            channel.writeInbound(read);
        } else {
            read.release();
        }
        return read;
    }

    private static byte[] tiny(int stream) {
        return frame(DATA, 0, stream, (byte) 'x');
    }

    private List<Frame> told() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
            all.writeBytes(each);
            each.release();
        }
        return Http2Frames.read(ByteBufUtil.getBytes(all));
    }

    private void endsCalmed() {
        assertThat(told())
                .filteredOn(frame -> frame.type() == GOAWAY)
                .extracting(Frame::code)
                .contains(ENHANCE_YOUR_CALM);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void framesThatNoStreamHasTakenAreBoundedInNumber() {
        for (int i = 0; i < 64; i++) {
            send(Http2Frames.connect(2 * i + 1, "target.test:443"));
        }
        for (int i = 0; i < UntakenFrames.MOST; i++) {
            send(tiny(2 * (i % 64) + 1));
        }
        assertThat(channel.isOpen()).isTrue();
        send(tiny(1));
        endsCalmed();
    }

    @Test
    void whatIsTakenOrGoneCountsNoMore() {
        send(Http2Frames.connect(1, "target.test:443"), Http2Frames.connect(3, "target.test:443"));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < UntakenFrames.MOST / 2; i++) {
                send(tiny(1));
            }
            while (!taken.toString().endsWith("x".repeat(UntakenFrames.MOST / 2))) {
                streams.getFirst().read();
                channel.runPendingTasks();
            }
            taken.setLength(0);
        }
        for (int i = 0; i < UntakenFrames.MOST; i++) {
            send(tiny(3));
        }
        send(frame(RST_STREAM, 0, 3, new byte[4]));
        streams.getLast().close();
        for (int i = 0; i < UntakenFrames.MOST; i++) {
            send(tiny(1));
        }
        assertThat(channel.isOpen()).isTrue();
        send(tiny(1));
        endsCalmed();
    }

    @Test
    void whatWaitsHoldsNothingOfWhatCameWithIt() {
        send(Http2Frames.connect(1, "target.test:443"));
        send(tiny(1), frame(UNKNOWN, 0, 1, new byte[16_000]));
        ByteBuf second = send(tiny(1), frame(UNKNOWN, 0, 1, new byte[16_000]));
        assertThat(second.refCnt()).isZero();
        for (int i = 0; i < 3; i++) {
            streams.getFirst().read();
            channel.runPendingTasks();
        }
        assertThat(taken.toString()).endsWith("\r\n\r\nxx");
    }

    @Test
    void framesThatMeanNothingAreNotHeld() {
        send(Http2Frames.connect(1, "target.test:443"));
        for (int i = 0; i < 100; i++) {
            assertThat(send(frame(UNKNOWN, 0, 1, new byte[16_000])).refCnt()).isZero();
        }
        // Nor are they an error where there is no stream yet, or no stream any more.
        send(frame(UNKNOWN, 0, 9, new byte[16_000]));
        send(frame(UNKNOWN, 0, 0, new byte[16_000]));
        assertThat(told()).noneMatch(frame -> frame.type() == GOAWAY);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void framesWithNothingEndIt() {
        send(Http2Frames.connect(1, "target.test:443"));
        for (int i = 0; i < 10; i++) {
            send(frame(DATA, 0, 1));
        }
        endsCalmed();
    }

    @Test
    void aHeadInManyPiecesEndsIt() {
        send(frame(HEADERS, 0, 1, Http2Frames.block(":method", "GET")));
        for (int i = 0; i < 100; i++) {
            send(frame(CONTINUATION, 0, 1));
        }
        endsCalmed();
        assertThat(streams).isEmpty();
    }

    @Test
    void aHeadWithoutEndEndsIt() {
        send(frame(HEADERS, 0, 1, Http2Frames.block(":method", "GET")));
        byte[] fields = Http2Frames.block("x", "y".repeat(100));
        byte[] piece = new byte[fields.length * 150];
        for (int i = 0; i < 150; i++) {
            System.arraycopy(fields, 0, piece, i * fields.length, fields.length);
        }
        for (int i = 0; i < 20; i++) {
            send(frame(CONTINUATION, 0, 1, piece));
        }
        assertThat(told()).anyMatch(frame -> frame.type() == GOAWAY);
        assertThat(channel.isOpen()).isFalse();
        assertThat(streams).isEmpty();
    }

    @Test
    void resetsInAHurryEndIt() {
        for (int i = 0; i < 300; i++) {
            send(
                    Http2Frames.connect(2 * i + 1, "target.test:443"),
                    frame(RST_STREAM, 0, 2 * i + 1, new byte[4]));
        }
        endsCalmed();
        assertThat(streams).hasSizeLessThan(300).noneMatch(Channel::isOpen);
    }

    /// Which have the proxy reset them (CVE-2025-8671).
    @Test
    void streamsThatAreMadeToBeResetEndIt() {
        for (int i = 0; i < 300; i++) {
            send(
                    Http2Frames.connect(2 * i + 1, "target.test:443"),
                    frame(8, 0, 2 * i + 1, new byte[4])); // a window grows by nothing
        }
        endsCalmed();
        assertThat(streams).hasSizeLessThan(300).noneMatch(Channel::isOpen);
    }
}
