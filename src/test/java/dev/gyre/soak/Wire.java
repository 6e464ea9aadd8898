package dev.gyre.soak;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// HTTP/1.1 as it is read on both sides of the soak.
final class Wire {

    private static final int LONGEST = 1 << 18;

    private Wire() {}

    /// What no peer may ever send here.
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what);
        }
    }

    /// A head with its empty line; empty at the end of the input.
    static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(256);
        int matched = 0;
        while (matched < 4) {
            int octet = in.read();
            if (octet < 0) {
                if (head.size() == 0) {
                    return "";
                }
                throw new EOFException("inside a head: " + head);
            }
            head.write(octet);
            boolean expected = octet == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : octet == '\r' ? 1 : 0;
            if (head.size() > LONGEST) {
                throw new Malformed("an endless head");
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /// A chunked body, decoded, to its end.
    static byte[] chunked(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        chunked(in, body);
        return body.toByteArray();
    }

    /// The same; what came before an end that came too soon is in `body`.
    static void chunked(InputStream in, ByteArrayOutputStream body) throws IOException {
        while (true) {
            String line = line(in);
            if (!line.matches("[0-9A-Fa-f]{1,7}")) {
                throw new Malformed("not a chunk's size: " + line);
            }
            int size = Integer.parseInt(line, 16);
            if (size == 0) {
                while (!line(in).isEmpty()) {
                    // Trailers.
                }
                return;
            }
            exactly(in, size, body);
            if (octet(in) != '\r' || octet(in) != '\n') {
                throw new Malformed("a chunk of another size");
            }
        }
    }

    /// So many bytes; what came before an end that came too soon is in `body`.
    static void exactly(InputStream in, int count, ByteArrayOutputStream body) throws IOException {
        byte[] buffer = new byte[1 << 13];
        for (int left = count; left > 0; ) {
            int read = in.read(buffer, 0, Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException(left + " bytes are missing");
            }
            body.write(buffer, 0, read);
            left -= read;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = octet(in); octet != '\r'; octet = octet(in)) {
            line.append((char) octet);
            if (line.length() > LONGEST) {
                throw new Malformed("an endless line");
            }
        }
        if (octet(in) != '\n') {
            throw new Malformed("CR without LF");
        }
        return line.toString();
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        return octet;
    }
}
