package dev.gyre.probe;

import dev.gyre.anonymity.HeaderScrubber;
import dev.gyre.http.Field;
import dev.gyre.http.Fields;
import dev.gyre.http.HeadLimits;
import dev.gyre.http.HeadParser;
import dev.gyre.http.HttpError;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.nio.charset.StandardCharsets;

/// Tells which fields name a client or a proxy: those that Gyre itself takes out.
public final class ProxyFields {

    private ProxyFields() {}

    /// Whether this is such a field.
    public static boolean include(Field field) {
        ByteBuf head =
                Unpooled.copiedBuffer(
                        "GET / HTTP/1.1\r\nHost: a\r\n" + field.name() + ": 1\r\n\r\n",
                        StandardCharsets.ISO_8859_1);
        HeadParser parser = HeadParser.ofRequests(HeadLimits.DEFAULT);
        try {
            if (!parser.read(head)) {
                return false;
            }
            Fields fields = parser.request().fields();
            return HeaderScrubber.removes(fields, fields.count() - 1);
        } catch (HttpError noField) {
            return false;
        }
    }
}
