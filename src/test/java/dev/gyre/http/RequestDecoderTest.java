package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class RequestDecoderTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String SHOWN = "GET / 1.1 Host=a; None[] keep";
    private static final String CONNECT = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n";

    private final RequestDecoder decoder = new RequestDecoder();
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @AfterEach
    void closeChannel() {
        channel.finishAndReleaseAll();
        channel.checkException();
    }

    private ByteBuf receive(String text) {
        ByteBuf octets = channel.alloc().buffer();
        octets.writeBytes(Transcript.bytes(text));
        channel.writeInbound(octets);
        return octets;
    }

    private List<String> handedOn() {
        List<String> all = new ArrayList<>();
        for (Object message = channel.readInbound();
                message != null;
                message = channel.readInbound()) {
            if (message instanceof ByteBuf data) {
                all.add("data " + data.toString(StandardCharsets.ISO_8859_1));
                data.release();
            } else {
                all.add(Transcript.describe(message));
            }
        }
        return all;
    }

    @Test
    void handsOnOneRequestAtATime() {
        receive(GET + GET + "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        assertThat(handedOn()).containsExactly(SHOWN, "end");
        decoder.next();
        assertThat(handedOn()).containsExactly(SHOWN, "end");
        decoder.next();
        assertThat(handedOn())
                .containsExactly(
                        "PUT / 1.1 Host=a; Content-Length=1; Length[octets=1] keep",
                        "data x",
                        "end");
        decoder.next();
        receive(GET);
        assertThat(handedOn()).containsExactly(SHOWN, "end");
    }

    @Test
    void endsTheReadWhenAHeldRequestIsHandedOn() {
        int[] ends = {0};
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelReadComplete(ChannelHandlerContext ctx) {
                                ends[0]++;
                            }
                        });
        receive(GET + GET);
        assertThat(ends[0]).isEqualTo(1);
        decoder.next();
        assertThat(ends[0]).isEqualTo(2);
    }

    @Test
    void isAskedForTheNextOnlyAfterTheEnd() {
        assertThatThrownBy(decoder::next).isInstanceOf(IllegalStateException.class);
        receive("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
        assertThatThrownBy(decoder::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsThousandsOfPipelinedRequestsWithoutRecursion() {
        int[] depth = {0, 0, 0};
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                depth[1] = Math.max(depth[1], ++depth[0]);
                                if (message instanceof BodyEnd) {
                                    depth[2]++;
                                    decoder.next();
                                }
                                depth[0]--;
                            }
                        });
        ByteBuf octets = receive(GET.repeat(20_000));
        assertThat(depth[2]).as("requests").isEqualTo(20_000);
        assertThat(depth[1]).as("depth").isEqualTo(1);
        assertThat(octets.refCnt()).isZero();
    }

    @Test
    void stopsReadingWhileItHoldsMuch() {
        String large = "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        receive(GET);
        for (int i = 0; i < 6; i++) {
            receive(large);
        }
        assertThat(channel.config().isAutoRead()).as("60 KB held").isTrue();
        receive(large);
        assertThat(channel.config().isAutoRead()).as("70 KB held").isFalse();
        for (int i = 0; i < 3; i++) {
            decoder.next();
        }
        assertThat(channel.config().isAutoRead()).as("40 KB held").isFalse();
        decoder.next();
        assertThat(channel.config().isAutoRead()).as("30 KB held").isTrue();
        assertThat(handedOn()).hasSize(10);
    }

    @Test
    void readsOnBeforeItHandsOnTheRequestThatDrainsWhatIsHeld() {
        String upload =
                "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n"
                        + "x".repeat(80_000);
        List<Boolean> reading = new ArrayList<>();
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                reading.add(ctx.channel().config().isAutoRead());
                                if (message instanceof RequestHead) {
                                    ctx.channel().config().setAutoRead(false);
                                }
                                ReferenceCountUtil.release(message);
                            }
                        });
        receive(GET);
        channel.config().setAutoRead(true);
        receive(upload);
        assertThat(channel.config().isAutoRead()).as("80 KB held").isFalse();
        decoder.next();
        assertThat(reading)
                .as("at the heads, their ends and the data")
                .startsWith(true, false, true);
        assertThat(channel.config().isAutoRead()).as("the handler's word is the last").isFalse();
    }

    @Test
    void handsOnEarlyTunnelDataWhenItIsRemoved() {
        ByteBuf first = receive(CONNECT + "\u0016\u0003early");
        ByteBuf second = receive(" and late\r\n\r\n");
        assertThat(handedOn()).containsExactly("CONNECT a:1 1.1 Host=a:1; None[] keep", "end");
        channel.pipeline().remove(decoder);
        assertThat(handedOn()).containsExactly("data \u0016\u0003early and late\r\n\r\n");
        receive("more");
        assertThat(handedOn()).containsExactly("data more");
        assertThat(first.refCnt()).isZero();
        assertThat(second.refCnt()).isZero();
    }

    @Test
    void handsOnEarlyTunnelDataWhenItIsRemovedAtTheVeryEnd() {
        assertThat(Transcript.ofRequest(CONNECT + "early"))
                .isEqualTo("CONNECT a:1 1.1 Host=a:1; None[] keep\nend\ndata early\n");
    }

    @Test
    void handsOnHalfAHeadWhenItIsRemoved() {
        receive("GET / HT");
        receive("TP/1.1\r\nHo");
        channel.pipeline().remove(decoder);
        assertThat(handedOn()).containsExactly("data GET / HTTP/1.1\r\nHo");
    }

    @Test
    void givesItsRestOnlyOnce() {
        receive(CONNECT + "early");
        ByteBuf rest = decoder.takeRest();
        assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("early");
        rest.release();
        handedOn();
        channel.pipeline().remove(decoder);
        assertThat(handedOn()).isEmpty();
    }

    @Test
    void goesOnAfterARefusedConnect() {
        receive(CONNECT + GET);
        handedOn();
        decoder.next();
        assertThat(handedOn()).containsExactly(SHOWN, "end");
    }

    @Test
    void throwsAwayWhatFollowsABadMessage() {
        ByteBuf first = receive(GET + "\u0000" + GET);
        handedOn();
        decoder.next();
        assertThat(handedOn()).containsExactly("bad 400");
        ByteBuf second = receive(GET);
        decoder.next();
        assertThat(handedOn()).isEmpty();
        assertThat(first.refCnt()).isZero();
        assertThat(second.refCnt()).isZero();
        channel.pipeline().remove(decoder);
        assertThat(handedOn()).as("also when removed").isEmpty();
    }

    @Test
    void releasesWhatItHoldsWhenTheChannelCloses() {
        ByteBuf octets = receive(GET + GET);
        handedOn();
        channel.close();
        assertThat(octets.refCnt()).isZero();
    }

    @Test
    void decodesWhatItHoldsAfterTheInputHasEnded() {
        List<Object> events = new ArrayList<>();
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void userEventTriggered(
                                    ChannelHandlerContext ctx, Object event) {
                                events.add(event);
                            }
                        });
        receive(GET + GET + "GET / HT");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(events).containsExactly(ChannelInputShutdownEvent.INSTANCE);
        decoder.next();
        assertThat(handedOn()).containsExactly(SHOWN, "end", SHOWN, "end");
        decoder.next();
        assertThat(handedOn()).containsExactly("truncated");
    }

    @Test
    void passesOtherMessagesOn() {
        channel.writeInbound("other");
        assertThat(channel.<Object>readInbound()).isEqualTo("other");
    }

    @Test
    void handsOnLargeBodiesWithoutACopy() {
        receive("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n");
        handedOn();
        ByteBuf body = Unpooled.copiedBuffer("abc", StandardCharsets.US_ASCII);
        channel.writeInbound(body);
        assertThat(channel.<Object>readInbound()).isSameAs(body);
        body.release();
    }
}
