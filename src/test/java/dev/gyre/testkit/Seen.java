package dev.gyre.testkit;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One request as it reached the origin.
///
/// @param peer who sent it, as the origin sees it
/// @param local the origin's own address that it was sent to
/// @param connection which connection it came on; the first is 1
/// @param head the exact bytes of the request line and the fields, with the empty line
/// @param body the body without its framing
/// @param rawBody the exact bytes of the body, with chunk framing and trailers
/// @param complete whether the whole body arrived
public record Seen(
        InetSocketAddress peer,
        InetSocketAddress local,
        int connection,
        byte[] head,
        byte[] body,
        byte[] rawBody,
        boolean complete) {

    /// The request line and the field lines, in order and in their letter case.
    public List<String> headLines() {
        return ByteReader.lines(head);
    }

    public String requestLine() {
        return headLines().getFirst();
    }

    /// The field lines, without the request line.
    public List<String> fieldLines() {
        List<String> lines = headLines();
        return lines.subList(1, lines.size());
    }

    public String method() {
        return requestLine().split(" ", 2)[0];
    }

    /// The request target, exactly as it was sent.
    public String target() {
        return requestLine().split(" ", 3)[1];
    }

    /// The values of all fields of this name, in any letter case.
    public List<String> fields(String name) {
        return ByteReader.values(fieldLines(), name);
    }

    /// The value of the first field of this name.
    public Optional<String> field(String name) {
        return fields(name).stream().findFirst();
    }

    /// The names of the fields, in order and in their letter case.
    public List<String> fieldNames() {
        return fieldLines().stream().map(line -> line.split(":", 2)[0]).toList();
    }

    /// The address that it came from.
    public String source() {
        return peer.getAddress().getHostAddress();
    }

    /// The head as text.
    public String headText() {
        return new String(head, StandardCharsets.ISO_8859_1);
    }

    /// The body as text.
    public String bodyText() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "from " + peer + " on connection " + connection + ":\n" + headText() + bodyText();
    }
}
