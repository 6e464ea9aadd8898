package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

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
