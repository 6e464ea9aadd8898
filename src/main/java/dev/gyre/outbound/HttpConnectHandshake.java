package dev.gyre.outbound;

import dev.gyre.egress.Hop;
import dev.gyre.net.Credentials;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// HTTP CONNECT as a client (RFC 9110 9.3.6): a request line, `Host`, and the credentials if there are any.
final class HttpConnectHandshake extends HopHandshake {

    private static final int STATUS_LINE = "HTTP/1.1 200".length();

    HttpConnectHandshake(Hop hop, SocketAddress server, boolean last) {
        super(hop, server, last);
    }

    @Override
    protected Object newInitialMessage(ChannelHandlerContext ctx) throws FailureException {
        asks();
        InetSocketAddress to = destination();
        String authority = Authority.of(to);
        StringBuilder head =
                new StringBuilder(256)
                        .append("CONNECT ")
                        .append(authority)
                        .append(" HTTP/1.1\r\nHost: ")
                        .append(authority)
                        .append("\r\n");
        hop().credentials().ifPresent(known -> head.append(authorization(known)));
        return Unpooled.copiedBuffer(head.append("\r\n"), StandardCharsets.US_ASCII);
    }

    private static String authorization(Credentials credentials) {
        // Base64 has no byte that could end the line, whatever the credentials hold (RFC 7617 2).
        byte[] pair =
                (credentials.user() + ":" + credentials.password())
                        .getBytes(StandardCharsets.UTF_8);
        return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(pair) + "\r\n";
    }

    @Override
    boolean answered(ByteBuf received) throws FailureException {
        int end = endOfHead(received);
        if (end < 0) {
            return false;
        }
        int status = status(received);
        received.readerIndex(end);
        if (status >= 200 && status <= 299) {
            return true;
        }
        throw failed(
                switch (status) {
                    case 407 -> Failure.HOP_AUTHENTICATION;
                    case 500, 502, 503, 504 -> Failure.HOP_FAILED;
                    default -> Failure.HOP_DENIED;
                },
                "answers CONNECT with " + status);
    }

    private static int endOfHead(ByteBuf received) {
        int at = ByteBufUtil.indexOf(END_OF_HEAD, received);
        return at < 0 ? -1 : at + END_OF_HEAD.readableBytes();
    }

    private static final ByteBuf END_OF_HEAD =
            Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII).asReadOnly());

    private int status(ByteBuf received) throws FailureException {
        int from = received.readerIndex();
        String line = received.toString(from, STATUS_LINE, StandardCharsets.US_ASCII);
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}")) {
            throw failed(Failure.HOP_PROTOCOL, "does not answer in HTTP");
        }
        return Integer.parseInt(line.substring(line.length() - 3));
    }
}
