package dev.gyre.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What comes back for an errand, and what that makes of it.
///
/// @param outcome of the errand
/// @param how in words
/// @param goesOn whether the connection can have another
record Reply(Errand.Outcome outcome, String how, boolean goesOn) {

    private static final int MOST_INTERIM = 40;

    private static Reply last(Errand.Outcome outcome, String how) {
        return new Reply(outcome, how, false);
    }

    /// Reads it.
    ///
    /// @param tunnel whether the target speaks for itself, so that it may say anything
    static Reply read(Errand errand, InputStream in, boolean tunnel) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            String head = Wire.head(in);
            for (int interim = 0; head.startsWith("HTTP/1.1 1"); interim++) {
                if (interim > MOST_INTERIM) {
                    throw new Wire.Malformed("endless interim replies");
                }
                if (isStrange(errand, head)) {
                    return last(Errand.Outcome.FAILED, "an interim reply of another: " + head);
                }
                head = Wire.head(in);
            }
            if (head.isEmpty()) {
                return last(Errand.Outcome.CUT, "closed");
            }
            if (!tunnel && field(head, "proxy-status").isPresent()) {
                boolean _ = readBody(errand, head, in, body);
                return new Reply(Errand.Outcome.ERROR, head, !closes(head));
            }
            if (isStrange(errand, head)) {
                return last(
                        tunnel && errand.manner.kind == Manner.Kind.BAD
                                ? Errand.Outcome.CUT
                                : Errand.Outcome.FAILED,
                        "the reply of another: " + head);
            }
            boolean untilClose = readBody(errand, head, in, body);
            if (head.startsWith("HTTP/1.1 413 ")) {
                return last(Errand.Outcome.RIGHT, head);
            }
            return Arrays.equals(body.toByteArray(), errand.content())
                    ? new Reply(Errand.Outcome.RIGHT, "", !closes(head) && !untilClose)
                    : last(
                            mayEndEarly(errand, tunnel)
                                    ? Errand.Outcome.CUT
                                    : Errand.Outcome.FAILED,
                            "another body, of " + body.size() + " bytes: " + head);
        } catch (Wire.Malformed wrong) {
            return last(
                    tunnel && errand.manner.kind != Manner.Kind.GOOD
                            ? Errand.Outcome.CUT
                            : Errand.Outcome.FAILED,
                    wrong.toString());
        } catch (SocketTimeoutException late) {
            return last(Errand.Outcome.FAILED, "nothing came");
        } catch (IOException ended) {
            return last(Errand.Outcome.CUT, ended + " after " + body.size() + " bytes");
        }
    }

    /// Whether the body ended with the connection.
    private static boolean readBody(
            Errand errand, String head, InputStream in, ByteArrayOutputStream body)
            throws IOException {
        if (errand.method.equals("HEAD")) {
            return false;
        }
        if (field(head, "transfer-encoding").isPresent()) {
            Wire.chunked(in, body);
            return false;
        }
        Optional<Integer> length = length(head);
        if (length.isPresent()) {
            Wire.exactly(in, length.get(), body);
            return false;
        }
        in.transferTo(body);
        return true;
    }

    /// Whether a part may look like the whole: in a tunnel, and where a hop closes on a body that ends by closing.
    private static boolean mayEndEarly(Errand errand, boolean tunnel) {
        return (tunnel && errand.manner.kind == Manner.Kind.BAD)
                || (errand.blamed && errand.manner == Manner.UNTIL_CLOSE);
    }

    private static boolean isStrange(Errand errand, String head) {
        return !field(head, "x-id").equals(Optional.of(errand.id));
    }

    private static boolean closes(String head) {
        return field(head, "connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    private static Optional<Integer> length(String head) {
        return field(head, "content-length").map(Integer::parseInt);
    }

    static Optional<String> field(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return Optional.of(line.substring(name.length() + 1).strip());
            }
        }
        return Optional.empty();
    }
}
