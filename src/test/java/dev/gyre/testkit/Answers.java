package dev.gyre.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What [RecordingOrigin] answers when a test does not say otherwise.
///
/// | path | answer |
/// |---|---|
/// | `/` | 200, text `hello` |
/// | `/bytes/N` | 200, N bytes of [#pattern], Content-Length |
/// | `/chunked/N` | 200, N bytes, chunked |
/// | `/trailers` | 200, chunked, with a trailer field |
/// | `/close/N` | 200, N bytes, ended by closing |
/// | `/status/NNN` | that status, empty |
/// | `/echo` | 200, the body of the request |
/// | `/slow` | 200 `hello`, after [RecordingOrigin#release] |
/// | `/continue` | 100 when asked for, then 200 with the body of the request |
/// | `/early` | 413 before the body is read, then closes |
/// | `/interim` | 103, then 200 `hello` |
/// | `/cut/N` | announces N + 100 bytes, sends N, closes |
/// | `/chunked-cut/N` | N bytes in chunks without the last one, closes |
/// | `/head-cut` | half a head, closes |
/// | `/nothing` | closes |
/// | `/reset` | resets the connection |
/// | other | 404 |
public final class Answers {

    /// Writes an answer; returns whether the connection stays open.
    @FunctionalInterface
    public interface Answer {
        boolean write(Seen request, OutputStream out) throws IOException;
    }

    /// The connection is to be reset.
    static final class Reset extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final int BLOCK = 1 << 13;

    private Answers() {}

    /// The first `count` bytes of the bodies of `/bytes`, `/chunked` and `/close`: which byte it is tells where it is.
    public static byte[] pattern(int count) {
        return pattern(0, count);
    }

    private static byte[] pattern(long from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            long at = from + i;
            bytes[i] = (byte) (at ^ at >>> 8 ^ at >>> 16);
        }
        return bytes;
    }

    static boolean builtIn(Seen request, OutputStream out) throws IOException {
        String[] path = request.target().split("\\?", 2)[0].split("/", -1);
        boolean body = !request.method().equals("HEAD");
        String what = path.length > 1 ? path[1] : "";
        long count =
                path.length > 2 && path[2].matches("[0-9]{1,12}") ? Long.parseLong(path[2]) : 0;
        return switch (what) {
            case "", "slow" -> send(out, plain(200, "hello", false, body), true);
            case "status" -> send(out, empty((int) count), true);
            case "echo", "continue" -> {
                head(out, "200 OK", "Content-Length: " + request.body().length);
                yield send(out, body ? request.body() : new byte[0], true);
            }
            case "interim" -> {
                ascii(out, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
                out.flush();
                yield send(out, plain(200, "hello", false, body), true);
            }
            case "bytes" -> {
                head(out, "200 OK", "Content-Length: " + count);
                yield !body || stream(out, count, false, true);
            }
            case "chunked" -> {
                head(out, "200 OK", "Transfer-Encoding: chunked");
                yield !body || (stream(out, count, true, true) && ascii(out, "0\r\n\r\n"));
            }
            case "trailers" -> {
                head(out, "200 OK", "Transfer-Encoding: chunked\r\nTrailer: X-Sum");
                yield !body || ascii(out, "5\r\nhello\r\n0\r\nX-Sum: 5\r\n\r\n");
            }
            case "close" -> {
                head(out, "200 OK", "Connection: close");
                yield body && stream(out, count, false, false);
            }
            case "cut" -> {
                head(out, "200 OK", "Content-Length: " + (count + 100));
                yield stream(out, count, false, false);
            }
            case "chunked-cut" -> {
                head(out, "200 OK", "Transfer-Encoding: chunked");
                yield stream(out, count, true, false);
            }
            case "head-cut" -> {
                ascii(out, "HTTP/1.1 200 OK\r\nContent-Le");
                yield false;
            }
            case "nothing" -> false;
            case "reset" -> throw new Reset();
            default -> send(out, plain(404, "not here", false, body), true);
        };
    }

    static byte[] plain(int status, String text, boolean close) {
        return plain(status, text, close, true);
    }

    private static byte[] plain(int status, String text, boolean close, boolean body) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n%s\r\n%s"
                        .formatted(
                                status,
                                status == 200 ? "OK" : "Status",
                                bytes.length,
                                close ? "Connection: close\r\n" : "",
                                body ? text : "");
        return head.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] empty(int status) {
        boolean bodiless = status == 204 || status == 304 || status < 200;
        String length = bodiless ? "" : "Content-Length: 0\r\n";
        return ("HTTP/1.1 " + status + " Status\r\n" + length + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void head(OutputStream out, String status, String fields) throws IOException {
        ascii(out, "HTTP/1.1 " + status + "\r\n" + fields + "\r\n\r\n");
        out.flush();
    }

    private static boolean stream(OutputStream out, long count, boolean chunked, boolean open)
            throws IOException {
        for (long sent = 0; sent < count; sent += BLOCK) {
            int size = (int) Math.min(BLOCK, count - sent);
            byte[] block = pattern(sent, size);
            if (chunked) {
                ascii(out, Integer.toHexString(size) + "\r\n");
            }
            out.write(block);
            if (chunked) {
                ascii(out, "\r\n");
            }
        }
        out.flush();
        return open;
    }

    private static boolean send(OutputStream out, byte[] bytes, boolean open) throws IOException {
        out.write(bytes);
        out.flush();
        return open;
    }

    private static boolean ascii(OutputStream out, String text) throws IOException {
        return send(out, text.getBytes(StandardCharsets.ISO_8859_1), true);
    }
}
