package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class ResponseDecoderTest {

    private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String SHOWN = "200 OK 1.1 Content-Length=0; Length[octets=0] keep";
    private static final String OPEN = "HTTP/1.1 200 OK\r\n\r\n";
    private static final String SHOWN_OPEN = "200 OK 1.1 UntilClose[] keep";

    private final ResponseDecoder decoder = new ResponseDecoder();
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
    void readsOneResponseForEachRequest() {
        for (int i = 0; i < 3; i++) {
            assertThat(decoder.isReusable()).isTrue();
            decoder.expect("GET");
            assertThat(decoder.isReusable()).isFalse();
            ByteBuf octets = receive(EMPTY);
            assertThat(handedOn()).containsExactly(SHOWN, "end");
            assertThat(octets.refCnt()).isZero();
        }
    }

    @Test
    void expectsOneAtATime() {
        decoder.expect("GET");
        assertThatThrownBy(() -> decoder.expect("GET")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesWhatNobodyAskedFor() {
        ByteBuf octets = receive(EMPTY);
        assertThat(handedOn()).containsExactly("bad 502");
        assertThat(decoder.isReusable()).isFalse();
        assertThat(octets.refCnt()).isZero();
    }

    @Test
    void doesNotTakeStrayOctetsForTheNextResponse() {
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                if (message instanceof BodyEnd) {
                                    assertThat(decoder.isReusable()).isFalse();
                                    decoder.expect("GET");
                                }
                                ctx.fireChannelRead(message);
                            }
                        });
        decoder.expect("GET");
        receive(EMPTY + EMPTY);
        assertThat(handedOn()).containsExactly(SHOWN, "end", "bad 502");
    }

    @Test
    void isNotReusableWhenTheResponseSaysClose() {
        decoder.expect("GET");
        receive("HTTP/1.1 204 No\r\nConnection: close\r\n\r\n");
        assertThat(decoder.isReusable()).isFalse();
    }

    @Test
    void boundsInterimResponses() {
        String interim = "HTTP/1.1 103 Hints\r\n\r\n";
        decoder.expect("GET");
        receive(interim.repeat(32) + EMPTY);
        assertThat(handedOn()).hasSize(34).endsWith(SHOWN, "end");
        decoder.expect("GET");
        receive(interim.repeat(33) + EMPTY);
        assertThat(handedOn()).hasSize(33).endsWith("bad 502");
    }

    @Test
    void endsABodyUntilCloseOnce() {
        decoder.expect("GET");
        receive(OPEN + "abc");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(handedOn()).containsExactly(SHOWN_OPEN, "data abc", "end");
        assertThat(decoder.isReusable()).isFalse();
        channel.close();
        assertThat(handedOn()).isEmpty();
    }

    @Test
    void doesNotPassAFailedConnectionOffAsAnEnd() {
        decoder.expect("GET");
        receive(OPEN + "abc");
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void exceptionCaught(
                                    ChannelHandlerContext ctx, Throwable cause) {}
                        });
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        channel.close();
        assertThat(handedOn()).containsExactly(SHOWN_OPEN, "data abc", "truncated");
    }

    @Test
    void handsTheStreamOverAfterASwitch() {
        decoder.expect("CONNECT");
        receive("HTTP/1.1 200 OK\r\n\r\nab");
        receive("cd");
        channel.pipeline().remove(decoder);
        receive("ef");
        assertThat(handedOn()).containsExactly(SHOWN_OPEN, "data ab", "data cd", "data ef");
    }

    @Test
    void asksForMoreWhenOneReadWasNotEnough() {
        channel.config().setAutoRead(false);
        int[] reads = {0};
        channel.pipeline()
                .addFirst(
                        new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void read(ChannelHandlerContext ctx) {
                                reads[0]++;
                                ctx.read();
                            }
                        });
        decoder.expect("GET");
        receive("HTTP/1.1 200");
        assertThat(reads[0]).isEqualTo(1);
        receive(" OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(reads[0]).isEqualTo(1);
    }
}
