package dev.gyre.http;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The time in the form of HTTP (RFC 9110 5.6.7), made once a second. Safe for all threads.
public final class HttpDate {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static volatile HttpDate last = of(0);

    private final long second;
    private final byte[] line;

    private HttpDate(long second, byte[] line) {
        this.second = second;
        this.line = line;
    }

    private static HttpDate of(long second) {
        String line = "Date: " + FORMAT.format(Instant.ofEpochSecond(second)) + "\r\n";
        return new HttpDate(second, line.getBytes(StandardCharsets.US_ASCII));
    }

    /// Writes a `Date` field line with the time that it is now.
    public static void writeNow(ByteBuf out) {
        long now = System.currentTimeMillis() / 1000;
        HttpDate date = last;
        if (date.second != now) {
            date = of(now);
            last = date;
        }
        out.writeBytes(date.line);
    }
}
