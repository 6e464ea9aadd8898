package dev.gyre.inbound.socks;

import dev.gyre.net.Failure;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// What a SOCKS client is told. The bound address in a reply is always 0.0.0.0:0: the true one would tell the egress.
final class SocksReply {

    static final int SOCKS5_SUCCEEDED = 0;
    static final int SOCKS5_COMMAND_NOT_SUPPORTED = 7;
    static final int SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED = 8;

    private SocksReply() {}

    /// A reply of SOCKS5 (RFC 1928 6).
    static ByteBuf socks5(int code) {
        return Unpooled.wrappedBuffer(new byte[] {5, (byte) code, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    /// A reply of SOCKS4.
    static ByteBuf socks4(boolean granted) {
        return Unpooled.wrappedBuffer(
                new byte[] {0, (byte) (granted ? 0x5a : 0x5b), 0, 0, 0, 0, 0, 0});
    }

    /// The SOCKS5 code of a failure.
    static int code(Failure failure) {
        return switch (failure) {
            case TARGET_PROHIBITED,
                    DENIED,
                    CLIENT_PROHIBITED,
                    USER_UNKNOWN,
                    USER_HELD_OFF,
                    TOO_MANY_REQUESTS,
                    TOO_MANY_AT_ONCE,
                    QUOTA_USED_UP ->
                    2;
            case UNREACHABLE -> 3;
            case NAME_NOT_FOUND, DNS_ERROR, DNS_TIMEOUT -> 4;
            case CONNECTION_REFUSED -> 5;
            case CONNECT_TIMEOUT -> 6;
            case BAD_REQUEST,
                    REQUEST_TIMEOUT,
                    NO_EGRESS,
                    SESSION_LOST,
                    TOO_SOON,
                    ALL_OUT,
                    ALL_FULL,
                    ALL_COOLING,
                    OVERLOADED,
                    INTERNAL,
                    SOURCE_UNAVAILABLE,
                    SOURCE_EXHAUSTED,
                    HOP_NAME,
                    HOP_UNREACHABLE,
                    HOP_TIMEOUT,
                    HOP_SILENT,
                    HOP_CLOSED,
                    HOP_TLS,
                    HOP_AUTHENTICATION,
                    HOP_DENIED,
                    HOP_PROTOCOL,
                    HOP_FAILED,
                    CONNECTION_CLOSED,
                    RESPONSE_TIMEOUT,
                    BAD_RESPONSE ->
                    1;
        };
    }
}
