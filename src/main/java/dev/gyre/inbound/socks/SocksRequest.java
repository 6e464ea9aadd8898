package dev.gyre.inbound.socks;

import dev.gyre.net.Addresses;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a SOCKS client asks for, once its request is there whole.
sealed interface SocksRequest {

    /// A connection to a target.
    ///
    /// @param user the user id of SOCKS4, an empty text where there is none; nothing when it is not UTF-8
    record Connect(Target target, Optional<String> user) implements SocksRequest {}

    /// Something that is answered with a refusal: of this SOCKS5 code.
    record Refused(int code) implements SocksRequest {}

    /// The longest user id or name in a SOCKS4 request, in bytes.
    int SOCKS4_TEXT = 255;

    /// Reads a SOCKS5 request (RFC 1928 4) and moves the reader index behind it.
    ///
    /// @return nothing while it is not there whole
    static Optional<SocksRequest> socks5(ByteBuf in) {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        if (readable < 5) {
            return Optional.empty();
        }
        int address = in.getUnsignedByte(start + 3);
        int length =
                switch (address) {
                    case 1 -> 4;
                    case 3 -> 1 + in.getUnsignedByte(start + 4);
                    case 4 -> 16;
                    default -> -1;
                };
        if (in.getUnsignedByte(start) != 5 || in.getByte(start + 2) != 0) {
            return Optional.of(new Refused(1));
        }
        if (length < 0) {
            return Optional.of(new Refused(SocksReply.SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED));
        }
        if (readable < 4 + length + 2) {
            return Optional.empty();
        }
        int command = in.getUnsignedByte(start + 1);
        in.skipBytes(4);
        Optional<Host> host =
                address == 3
                        ? name(
                                in.skipBytes(1)
                                        .readCharSequence(length - 1, StandardCharsets.ISO_8859_1)
                                        .toString())
                        : Optional.of(address(in, length));
        int port = in.readUnsignedShort();
        if (command != 1) {
            return Optional.of(new Refused(SocksReply.SOCKS5_COMMAND_NOT_SUPPORTED));
        }
        return Optional.of(request(host, port, Optional.of("")));
    }

    /// Reads a SOCKS4 or 4a request and moves the reader index behind it.
    ///
    /// @return nothing while it is not there whole
    static Optional<SocksRequest> socks4(ByteBuf in) {
        int start = in.readerIndex();
        int userEnd = zero(in, start + 8);
        if (isTooLong(in, start + 8, userEnd)) {
            return Optional.of(new Refused(1));
        }
        if (userEnd < 0) {
            return Optional.empty();
        }
        byte[] address = new byte[4];
        in.getBytes(start + 4, address);
        boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
        int end = userEnd;
        if (named) {
            end = zero(in, userEnd + 1);
            if (isTooLong(in, userEnd + 1, end)) {
                return Optional.of(new Refused(1));
            }
            if (end < 0) {
                return Optional.empty();
            }
        }
        int command = in.getUnsignedByte(start + 1);
        int port = in.getUnsignedShort(start + 2);
        Optional<Host> host =
                named
                        ? name(
                                in.toString(
                                        userEnd + 1,
                                        end - userEnd - 1,
                                        StandardCharsets.ISO_8859_1))
                        : Optional.of(new Host.Address(Addresses.of(address)));
        Optional<String> user = SocksText.of(in, start + 8, userEnd - start - 8);
        in.readerIndex(end + 1);
        return Optional.of(command == 1 ? request(host, port, user) : new Refused(1));
    }

    private static SocksRequest request(Optional<Host> host, int port, Optional<String> user) {
        return host.isEmpty() || port == 0
                ? new Refused(1)
                : new Connect(new Target(host.get(), port), user);
    }

    private static Host address(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return new Host.Address(Addresses.of(bytes));
    }

    /// A name must be one: an IPv6 address in brackets, say, has an address type of its own.
    private static Optional<Host> name(String text) {
        return text.indexOf('[') >= 0 ? Optional.empty() : Host.parse(text);
    }

    /// Whether a text is longer than it may be, be its end there or not: however it is cut up, it is judged the same.
    private static boolean isTooLong(ByteBuf in, int from, int end) {
        return (end < 0 ? in.writerIndex() : end) - from > SOCKS4_TEXT;
    }

    private static int zero(ByteBuf in, int from) {
        return from >= in.writerIndex() ? -1 : in.indexOf(from, in.writerIndex(), (byte) 0);
    }
}
