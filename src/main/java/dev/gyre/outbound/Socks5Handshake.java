package dev.gyre.outbound;

import dev.gyre.egress.Hop;
import dev.gyre.net.Credentials;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/// SOCKS5 as a client (RFC 1928), with user name and password when there are credentials (RFC 1929).
final class Socks5Handshake extends HopHandshake {

    private static final int NO_AUTHENTICATION = 0;
    private static final int USER_PASSWORD = 2;

    private Awaits awaits = Awaits.METHOD;

    private enum Awaits {
        METHOD,
        AUTHENTICATION,
        CONNECTION
    }

    Socks5Handshake(Hop hop, SocketAddress server, boolean last) {
        super(hop, server, last);
    }

    @Override
    protected Object newInitialMessage(ChannelHandlerContext ctx) {
        return hop().credentials().isPresent()
                ? Unpooled.wrappedBuffer(new byte[] {5, 2, NO_AUTHENTICATION, USER_PASSWORD})
                : Unpooled.wrappedBuffer(new byte[] {5, 1, NO_AUTHENTICATION});
    }

    @Override
    boolean answered(ByteBuf received) throws FailureException {
        return switch (awaits) {
            case METHOD -> {
                if (received.readableBytes() >= 2) {
                    version(received, 5);
                    method(received.readUnsignedByte());
                }
                yield false;
            }
            case AUTHENTICATION -> {
                if (received.readableBytes() >= 2) {
                    version(received, 1);
                    if (received.readUnsignedByte() != 0) {
                        throw failed(Failure.HOP_AUTHENTICATION, "refuses the password");
                    }
                    askToConnect();
                }
                yield false;
            }
            case CONNECTION -> connected(received);
        };
    }

    private void method(int method) throws FailureException {
        if (method == NO_AUTHENTICATION) {
            askToConnect();
        } else if (method == USER_PASSWORD && hop().credentials().isPresent()) {
            awaits = Awaits.AUTHENTICATION;
            sendToProxyServer(authentication(hop().credentials().get()));
        } else {
            throw failed(Failure.HOP_AUTHENTICATION, "wants method " + method);
        }
    }

    private ByteBuf authentication(Credentials credentials) throws FailureException {
        byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
        if (user.length == 0 || user.length > 255 || password.length > 255) {
            throw failed(Failure.HOP_AUTHENTICATION, "user name or password is empty or too long");
        }
        return Unpooled.buffer(3 + user.length + password.length)
                .writeByte(1)
                .writeByte(user.length)
                .writeBytes(user)
                .writeByte(password.length)
                .writeBytes(password);
    }

    private void askToConnect() {
        awaits = Awaits.CONNECTION;
        asks();
        Target target = Authority.target(destination());
        ByteBuf request = Unpooled.buffer(280).writeByte(5).writeByte(1).writeByte(0);
        switch (target.host()) {
            case Host.Address(InetAddress address) ->
                    request.writeByte(address instanceof Inet4Address ? 1 : 4)
                            .writeBytes(address.getAddress());
            case Host.Name(String name) -> {
                request.writeByte(3).writeByte(name.length());
                request.writeCharSequence(name, StandardCharsets.US_ASCII);
            }
        }
        sendToProxyServer(request.writeShort(target.port()));
    }

    private boolean connected(ByteBuf received) throws FailureException {
        int start = received.readerIndex();
        int readable = received.readableBytes();
        if (readable < 2) {
            return false;
        }
        version(received, 5);
        reply(received.readUnsignedByte());
        received.readerIndex(start);
        if (readable < 5) {
            return false;
        }
        int bound =
                switch (received.getUnsignedByte(start + 3)) {
                    case 1 -> 4;
                    case 3 -> 1 + received.getUnsignedByte(start + 4);
                    case 4 -> 16;
                    default -> throw failed(Failure.HOP_PROTOCOL, "names no bound address");
                };
        int length = 4 + bound + 2;
        if (readable < length) {
            return false;
        }
        received.skipBytes(length);
        return true;
    }

    private void reply(int code) throws FailureException {
        switch (code) {
            case 0 -> {}
            case 1 -> throw failed(Failure.HOP_FAILED, "general failure");
            case 2, 7, 8 -> throw failed(Failure.HOP_DENIED, "does not allow it, code " + code);
            case 3, 4 -> throw failed(Failure.UNREACHABLE, "can't reach it, code " + code);
            case 5 -> throw failed(Failure.CONNECTION_REFUSED, "was refused");
            case 6 -> throw failed(Failure.CONNECT_TIMEOUT, "timed out");
            default -> throw failed(Failure.HOP_PROTOCOL, "answers with code " + code);
        }
    }

    private void version(ByteBuf received, int expected) throws FailureException {
        if (received.readUnsignedByte() != expected) {
            throw failed(Failure.HOP_PROTOCOL, "does not answer in SOCKS5");
        }
    }
}
