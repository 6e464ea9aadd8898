package dev.gyre.outbound;

import dev.gyre.egress.Hop;
import dev.gyre.net.Credentials;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/// SOCKS4 and 4a as a client. The user of the credentials is the user id.
final class Socks4Handshake extends HopHandshake {

    private static final int ANSWER = 8;

    Socks4Handshake(Hop hop, SocketAddress server, boolean last) {
        super(hop, server, last);
    }

    @Override
    protected Object newInitialMessage(ChannelHandlerContext ctx) throws FailureException {
        InetSocketAddress to = destination();
        String name = to.isUnresolved() ? Authority.target(to).host().text() : "";
        byte[] user =
                hop().credentials()
                        .map(Credentials::user)
                        .orElse("")
                        .getBytes(StandardCharsets.UTF_8);
        for (byte b : user) {
            if (b == 0) {
                throw failed(Failure.HOP_AUTHENTICATION, "a user id can't hold a zero byte");
            }
        }
        byte[] address = {0, 0, 0, 1};
        if (!to.isUnresolved()) {
            if (!(to.getAddress() instanceof Inet4Address)) {
                throw failed(Failure.HOP_DENIED, "SOCKS4 has no word for an IPv6 address");
            }
            address = to.getAddress().getAddress();
        }
        ByteBuf request = ctx.alloc().buffer(16 + user.length + name.length());
        asks();
        request.writeByte(4).writeByte(1).writeShort(to.getPort()).writeBytes(address);
        request.writeBytes(user).writeByte(0);
        if (to.isUnresolved()) {
            request.writeCharSequence(name, StandardCharsets.US_ASCII);
            request.writeByte(0);
        }
        return request;
    }

    @Override
    boolean answered(ByteBuf received) throws FailureException {
        if (received.readableBytes() < ANSWER) {
            return false;
        }
        int version = received.readUnsignedByte();
        int code = received.readUnsignedByte();
        received.skipBytes(ANSWER - 2);
        if (version != 0) {
            throw failed(Failure.HOP_PROTOCOL, "does not answer in SOCKS4");
        }
        return switch (code) {
            case 0x5a -> true;
            case 0x5b -> throw failed(Failure.HOP_FAILED, "rejected or failed");
            case 0x5c, 0x5d -> throw failed(Failure.HOP_AUTHENTICATION, "refuses the user id");
            default -> throw failed(Failure.HOP_PROTOCOL, "answers with code " + code);
        };
    }
}
