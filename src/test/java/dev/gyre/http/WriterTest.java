package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class WriterTest {

    private final ByteBuf out = Unpooled.buffer();

    private String written() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesARequestHead() {
        HeadWriter.requestLine(out, "GET", "/a?b");
        HeadWriter.field(out, "Host", "a");
        HeadWriter.field(out, "Content-Length", 12345678901L);
        HeadWriter.end(out);
        assertThat(written())
                .isEqualTo("GET /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 12345678901\r\n\r\n");
    }

    @Test
    void writesAStatusLine() {
        HeadWriter.statusLine(out, 407, "Caf\u00e9");
        assertThat(written()).isEqualTo("HTTP/1.1 407 Caf\u00e9\r\n");
    }

    @Test
    void repeatsTheReasonOfAResponse() {
        HeadParser parser = HeadParser.ofResponses(HeadLimits.DEFAULT);
        parser.read(Unpooled.wrappedBuffer(Transcript.bytes("HTTP/1.0 599 a\u00e9 \t b\r\n\r\n")));
        HeadWriter.statusLine(out, parser.response());
        assertThat(written()).isEqualTo("HTTP/1.1 599 a\u00e9 \t b\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\r\nb", "a\u0000b", "a\u007f", "\u0100", "\u010a"})
    void refusesValuesThatEndALine(String value) {
        assertThatThrownBy(() -> HeadWriter.field(out, "A", value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeadWriter.statusLine(out, 200, value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeadWriter.requestLine(out, "GET", value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(written()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "\u00e4", "\u0141"})
    void refusesNamesThatAreNoTokens(String name) {
        assertThatThrownBy(() -> HeadWriter.field(out, name, "b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeadWriter.requestLine(out, name, "/"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ HTTP/1.1", "/#a", "/\u00e4"})
    void refusesTargetsThatAreNone(String target) {
        assertThatThrownBy(() -> HeadWriter.requestLine(out, "GET", target))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 15, 16, 255, 256, 512, 513, 4095, 4096, 65535, 65536, 1 << 20})
    void writesChunksThatTheReaderReads(int length) {
        EmbeddedChannel channel = new EmbeddedChannel();
        ByteBuf data =
                channel.alloc().buffer(length).writeBytes(Transcript.bytes("x".repeat(length)));
        ChunkWriter.write(channel, channel.alloc(), data);
        ChunkWriter.write(channel, channel.alloc(), channel.alloc().buffer());
        ChunkWriter.writeEnd(channel);
        channel.flushOutbound();
        List<String> parts = new ArrayList<>();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            parts.add(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        assertThat(String.join("", parts))
                .isEqualTo(
                        Integer.toHexString(length)
                                + "\r\n"
                                + "x".repeat(length)
                                + "\r\n0\r\n\r\n");
        assertThat(data.refCnt()).isZero();
    }
}
