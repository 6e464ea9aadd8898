package dev.gyre.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A message as a strict reader takes it off a connection.
///
/// @param head with its empty line, octet for octet
/// @param body without the framing of chunks
/// @param whole whether it came to its end
/// @param end where it ends among what was received
record Message(String head, String body, boolean whole, int end) {

    private static final Pattern LENGTH =
            Pattern.compile("(?i)\r\nContent-Length:[ \t]*([0-9]{1,19})[ \t]*\r\n");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,7})\r\n");
    private static final Pattern CHUNKED =
            Pattern.compile("(?i)\r\nTransfer-Encoding:[ \t]*chunked[ \t]*\r\n");

    /// The request that begins here.
    static Message request(String received, int from) {
        return of(received, from, true, false);
    }

    /// The replies to requests of these methods; those of interim status come on top.
    ///
    /// @param closedWell whether the connection ended by its rules, so that it may end a body
    static List<Message> replies(String received, List<String> methods, boolean closedWell) {
        List<Message> replies = new ArrayList<>();
        int from = 0;
        int asked = 0;
        while (from < received.length()) {
            String method = asked < methods.size() ? methods.get(asked) : "GET";
            boolean interim = received.startsWith("HTTP/1.1 1", from);
            boolean empty =
                    interim
                            || method.equals("HEAD")
                            || (method.equals("CONNECT") && received.startsWith("HTTP/1.1 2", from))
                            || received.startsWith("HTTP/1.1 204 ", from)
                            || received.startsWith("HTTP/1.1 304 ", from);
            Message reply = of(received, from, empty, closedWell);
            replies.add(reply);
            from = reply.end;
            asked += interim ? 0 : 1;
        }
        return replies;
    }

    private static Message of(String in, int from, boolean emptyAllowed, boolean closedWell) {
        int headEnd = in.indexOf("\r\n\r\n", from) + 4;
        if (headEnd < 4) {
            return new Message(in.substring(from), "", false, in.length());
        }
        String head = in.substring(from, headEnd);
        boolean bodiless = emptyAllowed && head.startsWith("HTTP/");
        if (!bodiless && CHUNKED.matcher(head).find()) {
            return chunked(in, head, headEnd);
        }
        Matcher length = LENGTH.matcher(head);
        if (!bodiless && length.find()) {
            long wanted = Long.parseLong(length.group(1));
            boolean whole = wanted <= in.length() - headEnd;
            int to = whole ? headEnd + (int) wanted : in.length();
            return new Message(head, in.substring(headEnd, to), whole, to);
        }
        return emptyAllowed
                ? new Message(head, "", true, headEnd)
                : new Message(head, in.substring(headEnd), closedWell, in.length());
    }

    private static Message chunked(String in, String head, int from) {
        StringBuilder body = new StringBuilder();
        Matcher size = CHUNK.matcher(in);
        int at = from;
        while (size.region(at, in.length()).lookingAt()) {
            int count = Integer.parseInt(size.group(1), 16);
            int data = size.end();
            if (count == 0) {
                return in.startsWith("\r\n", data)
                        ? new Message(head, body.toString(), true, data + 2)
                        : new Message(head, body.toString(), false, in.length());
            }
            int end = Math.min(in.length(), data + count);
            body.append(in, data, end);
            if (!in.startsWith("\r\n", end)) {
                break;
            }
            at = end + 2;
        }
        return new Message(head, body.toString(), false, in.length());
    }

    boolean isChunked() {
        return CHUNKED.matcher(head).find();
    }

    /// Head and body.
    String text() {
        return head + body;
    }
}
