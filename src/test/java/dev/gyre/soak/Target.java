package dev.gyre.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/// A target that answers in every [Manner], and checks that what it is sent arrives whole.
final class Target implements Server.Service {

    private static final Duration DEAF = Duration.ofSeconds(20);

    private final Ledger ledger;

    Target(Ledger ledger) {
        this.ledger = ledger;
    }

    private record Request(
            String method, Manner manner, String id, int size, int length, boolean chunked) {

        static Request of(String head) throws IOException {
            String[] lines = head.split("\r\n");
            String[] start = lines[0].split(" ");
            String[] path = start[1].split("/");
            if (path.length != 4) {
                throw new IOException("not ours: " + lines[0]);
            }
            int length = 0;
            boolean chunked = false;
            for (String line : lines) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring(15).strip());
                } else if (lower.startsWith("transfer-encoding:")) {
                    chunked = true;
                }
            }
            return new Request(
                    start[0],
                    Manner.valueOf(path[1]),
                    path[2],
                    Integer.parseInt(path[3]),
                    length,
                    chunked);
        }
    }

    @Override
    public void serve(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        while (true) {
            String head = Wire.head(in);
            if (head.isEmpty()) {
                return;
            }
            Request request;
            try {
                request = Request.of(head);
            } catch (IOException | RuntimeException notOurs) {
                // What senders of garbage send, where it happens to be a request.
                ascii(
                        socket.getOutputStream(),
                        "HTTP/1.1 400 x\r\nX-Id: none\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            Errand errand = ledger.find(request.id);
            if (errand != null) {
                errand.arrivals.incrementAndGet();
            }
            if (request.manner != Manner.DEAF && request.manner != Manner.EARLY) {
                byte[] body = body(in, request);
                if (!Arrays.equals(body, Content.of(request.id + "up", body.length))) {
                    ledger.fail("the target got another body: " + head);
                }
            }
            if (!answer(socket, in, request)) {
                return;
            }
        }
    }

    private static byte[] body(InputStream in, Request request) throws IOException {
        if (request.chunked) {
            return Wire.chunked(in);
        }
        byte[] body = in.readNBytes(request.length);
        if (body.length < request.length) {
            throw new EOFException();
        }
        return body;
    }

    /// Whether the connection goes on.
    private boolean answer(Socket socket, InputStream in, Request request) throws IOException {
        OutputStream out = socket.getOutputStream();
        SplittableRandom random = Content.random(request.id + "answer");
        byte[] body = Content.of(request.id, request.size);
        String id = request.id;
        boolean silent = request.method.equals("HEAD");
        int part = body.length == 0 ? 0 : random.nextInt(body.length);
        switch (request.manner) {
            case LENGTH -> ok(out, id, length(body), silent ? new byte[0] : body);
            case CLOSE_AFTER, RESET_AFTER -> {
                ok(out, id, length(body), silent ? new byte[0] : body);
                if (request.manner == Manner.RESET_AFTER) {
                    Server.reset(socket);
                }
                return false;
            }
            case CHUNKED -> {
                ok(out, id, "Transfer-Encoding: chunked\r\n", new byte[0]);
                if (!silent) {
                    chunks(out, random, body);
                    ascii(out, "0\r\n\r\n");
                }
            }
            case UNTIL_CLOSE -> {
                ok(out, id, "Connection: close\r\n", silent ? new byte[0] : body);
                socket.shutdownOutput();
                drain(in);
                return false;
            }
            case DRIP -> {
                byte[] whole = whole(id, length(body), silent ? new byte[0] : body);
                for (byte each : whole) {
                    out.write(each);
                    out.flush();
                }
            }
            case INTERIM -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    ascii(out, "HTTP/1.1 103 Early Hints\r\nX-Id: " + id + "\r\n\r\n");
                }
                ok(out, id, length(body), silent ? new byte[0] : body);
            }
            case TWO_REPLIES -> {
                byte[] first = whole(id, length(body), silent ? new byte[0] : body);
                byte[] second = whole("stray-after-" + id, "Content-Length: 5\r\n", "stray");
                byte[] both = Arrays.copyOf(first, first.length + second.length);
                System.arraycopy(second, 0, both, first.length, second.length);
                send(out, both);
            }
            case EARLY -> {
                ascii(
                        out,
                        "HTTP/1.1 413 too much\r\nX-Id: "
                                + id
                                + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                return false;
            }
            case RESET_BEFORE -> Server.reset(socket);
            case RESET_HEAD -> {
                ascii(out, "HTTP/1.1 200 OK\r\nX-Id: " + id.substring(0, 4));
                Server.reset(socket);
            }
            case RESET_LENGTH -> {
                ok(out, id, length(body), Arrays.copyOf(body, part));
                Server.reset(socket);
            }
            case RESET_UNTIL_CLOSE -> {
                ok(out, id, "", Arrays.copyOf(body, part));
                Server.reset(socket);
            }
            case CLOSE_BEFORE -> {
                return false;
            }
            case CLOSE_LENGTH -> {
                ok(out, id, length(body), Arrays.copyOf(body, part));
                return false;
            }
            case CLOSE_CHUNKED -> {
                ok(out, id, "Transfer-Encoding: chunked\r\n", new byte[0]);
                chunks(out, random, Arrays.copyOf(body, part));
                return false;
            }
            case STALL_BEFORE -> drain(in);
            case STALL_HEAD -> {
                ascii(out, "HTTP/1.1 200 OK\r\nX-Id: ");
                drain(in);
            }
            case STALL_BODY -> {
                ok(out, id, length(body), Arrays.copyOf(body, part));
                drain(in);
            }
            case DEAF -> {
                socket.setReceiveBufferSize(4096);
                ledger.pause(DEAF);
                return false;
            }
            case HALF_OPEN -> {
                ascii(out, "HTTP/1.1 200 OK\r\nX-Id: ");
                socket.shutdownOutput();
                drain(in);
            }
            case GARBAGE -> {
                byte[] garbage = new byte[1 + random.nextInt(4000)];
                random.nextBytes(garbage);
                send(out, garbage);
                drain(in);
            }
            case BAD_CHUNK -> {
                ok(out, id, "Transfer-Encoding: chunked\r\n", new byte[0]);
                chunks(out, random, Arrays.copyOf(body, part));
                ascii(out, "xyz\r\n");
                drain(in);
            }
            case ENDLESS_HEADERS -> {
                ascii(out, "HTTP/1.1 200 OK\r\nX-Id: " + id + "\r\n");
                while (true) {
                    ascii(out, "X-More: there is always one more\r\n");
                }
            }
            case ENDLESS_INTERIM -> {
                while (true) {
                    ascii(out, "HTTP/1.1 103 Early Hints\r\nX-Id: " + id + "\r\n\r\n");
                }
            }
            case REFUSED -> throw new IllegalStateException("somebody listens where nobody does");
        }
        return !socket.isClosed();
    }

    private static String length(byte[] body) {
        return "Content-Length: " + body.length + "\r\n";
    }

    private static void chunks(OutputStream out, SplittableRandom random, byte[] body)
            throws IOException {
        for (int at = 0; at < body.length; ) {
            int size = Math.min(body.length - at, 1 + random.nextInt(1 << 15));
            out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body, at, size);
            ascii(out, "\r\n");
            at += size;
        }
    }

    private static void ok(OutputStream out, String id, String framing, byte[] body)
            throws IOException {
        send(out, whole(id, framing, body));
    }

    private static byte[] whole(String id, String framing, String body) {
        return whole(id, framing, body.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] whole(String id, String framing, byte[] body) {
        byte[] head =
                ("HTTP/1.1 200 OK\r\nX-Id: " + id + "\r\n" + framing + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /// Says nothing until the other side ends.
    private static void drain(InputStream in) throws IOException {
        long _ = in.transferTo(OutputStream.nullOutputStream());
        throw new EOFException();
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        send(out, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void send(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }
}
