package dev.gyre.inbound.http;

import dev.gyre.access.rules.AcceptableUse;
import dev.gyre.access.rules.DenialSettings;
import dev.gyre.access.rules.Page;
import dev.gyre.http.HttpDate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The page that a client has to accept before it is shown others (RFC 6585 6).
///
/// @param denial whom it may ask
/// @param host where the request wanted to go
/// @param accept the URL to which its form goes
record UseReply(AcceptableUse use, DenialSettings denial, String host, String accept)
        implements OwnReply {

    private static final int STATUS = 511;

    @Override
    public ByteBuf write(
            ByteBufAllocator allocator, ErrorFormat format, boolean close, boolean head) {
        byte[] body = page().getBytes(StandardCharsets.UTF_8);
        String fields =
                "HTTP/1.1 "
                        + STATUS
                        + ' '
                        + ErrorReply.phrase(STATUS)
                        + "\r\nContent-Type: "
                        + ErrorFormat.HTML.contentType()
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\nCache-Control: no-store\r\n"
                        + "Proxy-Status: proxy; error=http_request_denied\r\n"
                        + (close ? "Connection: close\r\n" : "");
        ByteBuf out = allocator.buffer(fields.length() + body.length + 64);
        out.writeCharSequence(fields, StandardCharsets.US_ASCII);
        HttpDate.writeNow(out);
        out.writeShort('\r' << 8 | '\n');
        return head ? out : out.writeBytes(body);
    }

    private String page() {
        return use.page()
                .map(page ->
                        page.filled(
                                Map.of(
                                        "accept",
                                        accept,
                                        "host",
                                        host,
                                        "contact",
                                        denial.contact().orElse(""))))
                .orElseGet(this::built);
    }

    private String built() {
        return ErrorFormat.page(
                "Before you go on",
                "<h1>Before you go on</h1>\n<p>"
                        + Page.escaped(use.text())
                        + "</p>\n"
                        + denial.contact()
                                .map(who -> "<p>Ask: " + Page.escaped(who) + "</p>\n")
                                .orElse("")
                        + "<form method=\"post\" action=\""
                        + Page.escaped(accept)
                        + "\"><button>I accept</button></form>\n");
    }
}
