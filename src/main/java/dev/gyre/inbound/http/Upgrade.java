package dev.gyre.inbound.http;

import dev.gyre.http.BodyFraming;
import dev.gyre.http.Fields;
import dev.gyre.http.RequestHead;
import dev.gyre.http.ResponseHead;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The change from HTTP to WebSocket on the same connection (RFC 9110 7.8, RFC 6455 4). It is the only one that is passed on:
/// what else can be asked for concerns this hop alone, or opens a way past the rules of this one (h2c, TLS, connect-udp).
final class Upgrade {

    private static final String UPGRADE = "upgrade";
    private static final String WEBSOCKET = "websocket";

    private Upgrade() {}

    /// Whether a request asks for it, and can be answered with it: nothing of it comes after its head.
    static boolean isAsked(RequestHead request) {
        Fields fields = request.fields();
        int field = fields.indexOf(UPGRADE);
        return field >= 0
                && request.minorVersion() > 0
                && request.framing() instanceof BodyFraming.None
                && fields.valueEqualsIgnoreCase(field, WEBSOCKET)
                && fields.indexOf(UPGRADE, field + 1) < 0
                && fields.listContains("connection", UPGRADE);
    }

    /// Whether a 101 says that just this was done.
    static boolean isDone(ResponseHead response) {
        Fields fields = response.fields();
        int field = fields.indexOf(UPGRADE);
        return field >= 0
                && response.minorVersion() > 0
                && fields.valueEqualsIgnoreCase(field, WEBSOCKET)
                && fields.indexOf(UPGRADE, field + 1) < 0
                && fields.listContains("connection", UPGRADE);
    }

    static boolean isField(Fields fields, int field) {
        return fields.nameIs(field, UPGRADE);
    }

    /// Whether this is a `Connection` field that speaks of the upgrade.
    static boolean isNominated(Fields fields, int field) {
        return fields.nameIs(field, "connection") && fields.listHas(field, UPGRADE);
    }

    /// Writes such a field as it was spelled; without the other names in it, if there are any.
    static void writeNominated(Fields fields, int field, ByteBuf out) {
        String value = fields.value(field).toLowerCase(Locale.ROOT);
        boolean plain = value.equals(UPGRADE) || value.matches("keep-alive[ \t]*,[ \t]*upgrade");
        if (plain) {
            fields.write(field, out);
        } else {
            out.writeCharSequence("Connection: Upgrade\r\n", StandardCharsets.US_ASCII);
        }
    }
}
