package dev.gyre.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads what a peer sends, strictly, and keeps the exact bytes. One thread at a time.
final class ByteReader {

    private static final int LONGEST_HEAD = 1 << 20;

    private final InputStream in;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    ByteReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 14);
    }

    /// The stream behind this reader, with what was received and not yet read.
    InputStream rest() {
        return in;
    }

    /// The exact bytes read through this reader since the last call.
    byte[] taken() {
        byte[] bytes = taken.toByteArray();
        taken.reset();
        return bytes;
    }

    /// The next byte, 0 to 255.
    int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the peer closed");
        }
        taken.write(octet);
        return octet;
    }

    int uint16() throws IOException {
        return octet() << 8 | octet();
    }

    byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        taken.writeBytes(bytes);
        if (bytes.length < count) {
            throw new EOFException("the peer closed after " + bytes.length + " of " + count);
        }
        return bytes;
    }

    byte[] toEnd() throws IOException {
        byte[] bytes = in.readAllBytes();
        taken.writeBytes(bytes);
        return bytes;
    }

    /// The bytes before the next zero byte, which is read too.
    byte[] untilZero() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int octet = octet(); octet != 0; octet = octet()) {
            bytes.write(octet);
        }
        return bytes.toByteArray();
    }

    /// The bytes up to and with the next empty line; empty when the peer closed before the first.
    ///
    /// Ends at CR LF CR LF only: a bare LF is no end of line (RFC 9112 2.2).
    byte[] head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int octet = in.read();
            if (octet < 0) {
                if (head.size() == 0) {
                    return new byte[0];
                }
                throw new EOFException("the peer closed within a head: " + head);
            }
            head.write(octet);
            taken.write(octet);
            boolean expected = octet == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : octet == '\r' ? 1 : 0;
            if (head.size() > LONGEST_HEAD) {
                throw new ProtocolError("a head of more than " + LONGEST_HEAD + " bytes");
            }
        }
        return head.toByteArray();
    }

    /// A line without its CR LF.
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = octet(); octet != '\r'; octet = octet()) {
            if (octet == '\n' || line.size() > LONGEST_HEAD) {
                throw new ProtocolError("a line that does not end in CR LF: " + line);
            }
            line.write(octet);
        }
        if (octet() != '\n') {
            throw new ProtocolError("CR without LF after: " + line);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// A chunked body, decoded; its trailer lines are added to `trailers` (RFC 9112 7.1).
    byte[] chunked(List<String> trailers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line();
            String size = line.split(";", 2)[0];
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                throw new ProtocolError("not a chunk size: " + line);
            }
            int count = Integer.parseInt(size, 16);
            if (count == 0) {
                for (String field = line(); !field.isEmpty(); field = line()) {
                    trailers.add(field);
                }
                return body.toByteArray();
            }
            body.writeBytes(exactly(count));
            if (octet() != '\r' || octet() != '\n') {
                throw new ProtocolError("a chunk that does not end in CR LF");
            }
        }
    }

    /// The lines of a head, without the empty one.
    static List<String> lines(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>(List.of(text.split("\r\n", -1)));
        lines.removeIf(String::isEmpty);
        return List.copyOf(lines);
    }

    /// The values of the fields of this name, without the white space around them.
    static List<String> values(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
