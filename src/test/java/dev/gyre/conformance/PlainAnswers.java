package dev.gyre.conformance;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A target that says "ok" to everything, "marker" to what asks for that, and ends the connection when it is told to.
final class PlainAnswers implements RawOrigin.Answers {

    private static final String HEAD = "HTTP/1.1 200 OK\nDate: {date}\nContent-Length: ";

    static final String CONTINUE = "HTTP/1.1 100 Continue\n\n";
    static final String OK = HEAD + "2\n\nok";
    static final String OK_LAST = HEAD + "2\nConnection: close\n\nok";
    static final String MARKER = HEAD + "6\n\nmarker";
    static final String MARKER_LAST = HEAD + "6\nConnection: close\n\nmarker";

    @Override
    public String toHead(String head) {
        return head.contains("\r\nExpect: 100-") ? Wire.text(CONTINUE, "") : "";
    }

    @Override
    public RawOrigin.Answer toRequest(String head) {
        String answer = Wire.text(head.contains("/marker ") ? MARKER : OK, "");
        boolean last = head.contains("\r\nConnection: close\r\n");
        return new RawOrigin.Answer(
                List.of(head.startsWith("HEAD ") ? withoutBody(answer) : answer),
                last ? RawOrigin.End.FIN : RawOrigin.End.OPEN,
                new CountDownLatch(0));
    }

    /// The head alone.
    static String withoutBody(String reply) {
        int end = reply.indexOf("\r\n\r\n");
        return end < 0
                ? reply.substring(0, reply.indexOf("\n\n") + 2)
                : reply.substring(0, end + 4);
    }
}
