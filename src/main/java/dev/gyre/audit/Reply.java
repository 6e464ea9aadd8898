package dev.gyre.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An answer as a client reads it.
record Reply(int status, Octets body) {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])( .*)?");
    private static final int MOST = 1 << 20;

    /// Reads the answer to a GET or POST; interim answers are passed over.
    ///
    /// @throws IOException when there is none that could be read
    static Reply read(Incoming in) throws IOException {
        while (true) {
            String head = new String(in.head(), StandardCharsets.ISO_8859_1);
            int status = status(head);
            if (status >= 200) {
                return new Reply(status, new Octets(body(status, head, in)));
            }
        }
    }

    /// The status that the head of an answer has.
    static int status(String head) throws IOException {
        Matcher status = STATUS.matcher(head.split("\r\n", 2)[0]);
        if (!status.matches()) {
            throw new IOException(head.isEmpty() ? "no answer" : "the answer is none of HTTP");
        }
        return Integer.parseInt(status.group(1));
    }

    private static byte[] body(int status, String head, Incoming in) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if (field(head, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return in.chunked();
        }
        String length = field(head, "content-length");
        if (!length.matches("[0-9]{1,7}")) {
            return in.toEnd();
        }
        int octets = Integer.parseInt(length);
        if (octets > MOST) {
            throw new IOException("an answer without an end");
        }
        return in.exactly(octets);
    }

    private static String field(String head, String lowerName) {
        Matcher field =
                Pattern.compile("(?i)\r\n" + lowerName + ":[ \t]*([^\r\n]*?)[ \t]*\r\n")
                        .matcher(head);
        return field.find() ? field.group(1) : "";
    }
}
