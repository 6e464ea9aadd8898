package dev.gyre.fetch;

import dev.gyre.http.Fields;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// A whole answer. Safe for all threads as long as nobody changes the body.
///
/// @param status 200 to 599
/// @param fields its header
/// @param body its octets, in whatever coding the server chose; none was asked for
/// @param certificates what an `https` server showed, its own first; empty for `http`
/// @param local the address of this machine that the target, or the first hop, saw
/// @param connected nanoseconds from the beginning until the connection was up, through all hops
/// @param answered nanoseconds from the beginning until the first head was there
@SuppressWarnings("ArrayRecordComponent") // two answers are never compared
public record Fetched(
        int status,
        Fields fields,
        byte[] body,
        List<X509Certificate> certificates,
        InetAddress local,
        long connected,
        long answered) {

    public Fetched {
        certificates = List.copyOf(certificates);
    }

    /// The value of the first field of this name, which is in lower case.
    public Optional<String> field(String lowerName) {
        return fields.first(lowerName);
    }

    /// The body as UTF-8.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Says nothing of the body.
    @Override
    public String toString() {
        return status + ", " + body.length + " octets";
    }
}
