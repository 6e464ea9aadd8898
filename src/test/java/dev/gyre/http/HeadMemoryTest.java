package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class HeadMemoryTest {

    private static final int ALL = 80 << 10;
    private static final String LARGE =
            "GET / HTTP/1.1\r\nHost: a\r\n" + ("X: " + "x".repeat(1000) + "\r\n").repeat(40);

    private final HeadMemory memory = new HeadMemory(ALL);
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @AfterEach
    void allIsGivenBackWhenTheConnectionsEnd() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertThat(memory.left()).isEqualTo(ALL);
    }

    private EmbeddedChannel client(RequestDecoder decoder) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channels.add(channel);
        return channel;
    }

    private EmbeddedChannel client() {
        return client(new RequestDecoder(HeadLimits.DEFAULT, memory));
    }

    private static void send(EmbeddedChannel channel, String text) {
        for (int from = 0; from < text.length(); from += 700) {
            channel.writeInbound(
                    Unpooled.copiedBuffer(
                            Transcript.bytes(
                                    text.substring(from, Math.min(text.length(), from + 700)))));
        }
    }

    private static boolean isRefused(EmbeddedChannel channel) {
        return channel.readInbound() instanceof BadMessage(var error) && error.status() == 503;
    }

    @Test
    void smallHeadsAreNotCounted() {
        for (int i = 0; i < 100; i++) {
            EmbeddedChannel channel = client();
            send(channel, LARGE.substring(0, HeadMemory.FREE / 2));
            assertThat(channel.<Object>readInbound()).isNull();
        }
        assertThat(memory.left()).isEqualTo(ALL);
    }

    @Test
    void moreLargeHeadsThanFitAreRefused() {
        EmbeddedChannel first = client();
        send(first, LARGE);
        assertThat(memory.left()).isLessThan(ALL - LARGE.length());
        EmbeddedChannel second = client();
        send(second, LARGE);
        assertThat(isRefused(second)).isTrue();
        // What the refused one had had is for others.
        EmbeddedChannel third = client();
        send(third, LARGE.substring(0, 20_000));
        assertThat(third.<Object>readInbound()).isNull();
        assertThat(isRefused(first)).isFalse();
    }

    @Test
    void aHeadIsCountedUntilTheNextRequest() {
        RequestDecoder decoder = new RequestDecoder(HeadLimits.DEFAULT, memory);
        EmbeddedChannel channel = client(decoder);
        send(channel, LARGE + "\r\n");
        assertThat(channel.<Object>readInbound()).isInstanceOf(RequestHead.class);
        assertThat(channel.<Object>readInbound()).isInstanceOf(BodyEnd.class);
        assertThat(memory.left()).isLessThan(ALL - LARGE.length());
        decoder.next();
        assertThat(memory.left()).isEqualTo(ALL);
    }

    @Test
    void aHeadThatIsRefusedIsNotCounted() {
        EmbeddedChannel channel = client();
        send(channel, LARGE + "X\r\n\r\n");
        assertThat(channel.<Object>readInbound()).isInstanceOf(BadMessage.class);
        assertThat(memory.left()).isEqualTo(ALL);
    }
}
