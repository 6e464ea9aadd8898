package dev.gyre.audit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Reads from a socket, never more than is asked for, and never longer than it may.
final class Incoming {

    /// Octets of a head.
    private static final int HEAD = 64 << 10;

    /// Octets of all else that has no length of its own.
    private static final int MOST = 1 << 20;

    private final Socket socket;
    private final InputStream in;
    private long deadline;

    /// @param time for everything that is read, until [#within] is called
    Incoming(Socket socket, Duration time) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        within(time);
    }

    /// Sets the time for what is read from now on.
    void within(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
    }

    /// The next octet, or -1 at the end.
    int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private int read(byte[] into, int from, int most) throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("nothing came in time");
        }
        socket.setSoTimeout(Math.clamp(left, 1, Integer.MAX_VALUE));
        return in.read(into, from, most);
    }

    byte[] exactly(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int filled = 0; filled < count; ) {
            int more = read(bytes, filled, count - filled);
            if (more < 0) {
                throw new EOFException("the connection ended too soon");
            }
            filled += more;
        }
        return bytes;
    }

    /// A head with its empty line; of no octet at all when the connection ended before it.
    byte[] head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int last = 0; // the last four octets
        while (last != 0x0d0a0d0a) {
            int octet = read();
            if (octet < 0 && head.size() == 0) {
                return new byte[0];
            }
            if (octet < 0) {
                throw new EOFException("the connection ended within a head");
            }
            if (head.size() == HEAD) {
                throw new IOException("a head without an end");
            }
            head.write(octet);
            last = last << 8 | octet;
        }
        return head.toByteArray();
    }

    /// A line without its CRLF.
    String line() throws IOException {
        StringBuilder line = new StringBuilder(16);
        while (true) {
            int octet = read();
            if (octet < 0 || line.length() > 1024) {
                throw new EOFException("a line without an end");
            }
            if (octet == '\n') {
                return line.toString().strip();
            }
            line.append((char) octet);
        }
    }

    /// All that comes until the connection ends.
    byte[] toEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        for (int count = read(some, 0, some.length);
                count >= 0;
                count = read(some, 0, some.length)) {
            all.write(some, 0, count);
            if (all.size() > MOST) {
                throw new IOException("an answer without an end");
            }
        }
        return all.toByteArray();
    }

    /// A body in chunks, without them and without its trailers.
    byte[] chunked() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            int size = size(line());
            if (size == 0) {
                while (!line().isEmpty()) {
                    // A trailer.
                }
                return all.toByteArray();
            }
            if (all.size() + size > MOST) {
                throw new IOException("an answer without an end");
            }
            all.write(exactly(size));
            var _ = line();
        }
    }

    private static int size(String line) throws IOException {
        String digits = line.split(";", 2)[0].strip();
        if (!digits.matches("[0-9a-fA-F]{1,6}")) {
            throw new IOException("a chunk without a size");
        }
        return Integer.parseInt(digits, 16);
    }
}
