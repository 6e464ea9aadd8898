package dev.gyre.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import java.nio.charset.StandardCharsets;

/// Writes heads, always as HTTP/1.1: a start line, fields, [#end].
///
/// Fields of a parsed head are copied with [Fields#write]. Text from elsewhere is checked here, so
/// that none of it can end a line (RFC 9110 5.5): `IllegalArgumentException` when it could. Buffers
/// stay the caller's.
public final class HeadWriter {

    private static final byte[] VERSION_1_1 = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STATUS_1_1 = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
    private static final int CRLF = Ascii.CR << 8 | Ascii.LF;

    private HeadWriter() {}

    /// Writes `method target HTTP/1.1`.
    public static void requestLine(ByteBuf out, String method, String target) {
        checkMethod(method);
        checkTarget(target);
        ByteBufUtil.writeAscii(out, method);
        out.writeByte(' ');
        ByteBufUtil.writeAscii(out, target);
        out.writeBytes(VERSION_1_1);
    }

    /// Writes the request line of `head` with what its target has from the octet `from` on: the
    /// origin-form of an absolute-form.
    public static void requestLine(ByteBuf out, RequestHead head, int from) {
        ByteBufUtil.writeAscii(out, head.method());
        out.writeByte(' ');
        head.writeTarget(from, out);
        out.writeBytes(VERSION_1_1);
    }

    /// Writes the status line of `head`, its reason as it was received.
    public static void statusLine(ByteBuf out, ResponseHead head) {
        status(out, head.status());
        head.writeReason(out);
        out.writeShort(CRLF);
    }

    /// Writes a status line.
    public static void statusLine(ByteBuf out, int status, String reason) {
        checkValue(reason);
        status(out, status);
        latin1(out, reason);
        out.writeShort(CRLF);
    }

    private static void status(ByteBuf out, int status) {
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("status " + status);
        }
        out.writeBytes(STATUS_1_1);
        out.writeByte('0' + status / 100);
        out.writeByte('0' + status / 10 % 10);
        out.writeByte('0' + status % 10);
        out.writeByte(' ');
    }

    /// Writes `name: value`; the value as ISO-8859-1.
    public static void field(ByteBuf out, String name, String value) {
        checkName(name);
        checkValue(value);
        ByteBufUtil.writeAscii(out, name);
        out.writeShort(':' << 8 | ' ');
        latin1(out, value);
        out.writeShort(CRLF);
    }

    /// Writes `name: value`.
    public static void field(ByteBuf out, String name, long value) {
        field(out, name, Long.toString(value));
    }

    /// Writes the empty line.
    public static void end(ByteBuf out) {
        out.writeShort(CRLF);
    }

    private static void latin1(ByteBuf out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void checkMethod(String method) {
        if (!isToken(method)) {
            throw new IllegalArgumentException("not a method");
        }
    }

    private static void checkName(String name) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("not a field name");
        }
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f || Ascii.LOWER_TOKEN[c] == 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static void checkTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c > 0x7f || !Ascii.TARGET[c]) {
                throw new IllegalArgumentException("not a request-target");
            }
        }
        if (target.isEmpty()) {
            throw new IllegalArgumentException("not a request-target");
        }
    }

    private static void checkValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("not a field value");
            }
        }
    }
}
