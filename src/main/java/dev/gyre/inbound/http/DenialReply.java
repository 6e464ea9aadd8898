package dev.gyre.inbound.http;

import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DenialSettings;
import dev.gyre.access.rules.Page;
import dev.gyre.http.HttpDate;
import dev.gyre.net.JsonText;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells a client which rule refuses its request, why, and whom it may ask. Of the request it repeats nothing but the host, escaped.
///
/// @param settings what all are told who are refused
/// @param host where the request wanted to go
record DenialReply(Denial denial, DenialSettings settings, String host) implements OwnReply {

    @Override
    public ByteBuf write(
            ByteBufAllocator allocator, ErrorFormat format, boolean close, boolean head) {
        byte[] body = body(format).getBytes(StandardCharsets.UTF_8);
        String fields =
                "HTTP/1.1 "
                        + denial.status()
                        + ' '
                        + ErrorReply.phrase(denial.status())
                        + "\r\nContent-Type: "
                        + format.contentType()
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\nCache-Control: no-store\r\nProxy-Status: proxy; error="
                        + error()
                        + "; details="
                        + details()
                        + "\r\n"
                        + (close ? "Connection: close\r\n" : "");
        ByteBuf out = allocator.buffer(fields.length() + body.length + 64);
        out.writeCharSequence(fields, StandardCharsets.US_ASCII);
        HttpDate.writeNow(out);
        out.writeShort('\r' << 8 | '\n');
        return head ? out : out.writeBytes(body);
    }

    private String body(ErrorFormat format) {
        return switch (format) {
            case TEXT -> text();
            case JSON -> json();
            case HTML -> denial.page().map(page -> page.filled(words())).orElseGet(this::html);
        };
    }

    /// RFC 9209 2.3.
    private String error() {
        return switch (denial.about()) {
            case ADDRESS -> "destination_ip_prohibited";
            case TARGET, CLIENT -> "http_request_denied";
        };
    }

    /// A string of RFC 8941 3.3.3, which is ASCII.
    private String details() {
        return '"'
                + denial.text()
                        .replaceAll("[^ -~]", "?")
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                + '"';
    }

    private Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("host", host);
        words.put("rule", denial.rule());
        words.put("reason", denial.why());
        words.put("contact", settings.contact().orElse(""));
        words.put("text", settings.text().orElse(""));
        return words;
    }

    private String text() {
        StringBuilder text = new StringBuilder(denial.text()).append('\n');
        settings.text().ifPresent(more -> text.append(more).append('\n'));
        settings.contact().ifPresent(who -> text.append("Ask: ").append(who).append('\n'));
        return text.toString();
    }

    private String json() {
        StringBuilder json =
                new StringBuilder("{\"status\":")
                        .append(denial.status())
                        .append(",\"error\":\"")
                        .append(error())
                        .append("\",\"message\":")
                        .append(JsonText.quoted(denial.why()))
                        .append(",\"rule\":")
                        .append(JsonText.quoted(denial.rule()));
        settings.text().ifPresent(more -> json.append(",\"text\":").append(JsonText.quoted(more)));
        settings.contact()
                .ifPresent(who -> json.append(",\"contact\":").append(JsonText.quoted(who)));
        return json.append("}\n").toString();
    }

    private String html() {
        StringBuilder body =
                new StringBuilder("<h1>")
                        .append(Page.escaped(denial.why()))
                        .append("</h1>\n<p>")
                        .append(Page.escaped(host))
                        .append("</p>\n");
        settings.text()
                .ifPresent(more -> body.append("<p>").append(Page.escaped(more)).append("</p>\n"));
        settings.contact()
                .ifPresent(
                        who -> body.append("<p>Ask: ").append(Page.escaped(who)).append("</p>\n"));
        String title = denial.status() + " " + ErrorReply.phrase(denial.status());
        body.append("<p><code>")
                .append(title)
                .append(": ")
                .append(Page.escaped(denial.rule()))
                .append("</code></p>\n");
        return ErrorFormat.page(title, body.toString());
    }
}
