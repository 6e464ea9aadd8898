package dev.gyre.inbound.socks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Names and passwords of SOCKS clients. Two that are not UTF-8 must not become the same by being read all the same.
final class SocksText {

    private SocksText() {}

    /// The text of these octets, which stay where they are; nothing when they are not UTF-8.
    static Optional<String> of(ByteBuf in, int start, int length) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(ByteBufUtil.getBytes(in, start, length)))
                            .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
