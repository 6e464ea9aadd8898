package dev.gyre.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.util.Arrays;

/// Reads heads out of buffers, strictly (RFC 9112 2.2, 3, 4, 5, 6; what a lenient reader would mend
/// is refused).
///
/// Octets are copied once, into the array that the head then owns, and looked at once. A line that
/// comes in pieces is searched for its end from where the last search stopped, and then read once
/// more; so the work is bounded by the octets received, and what is said of a head does not depend
/// on how it was cut up: a control character, a bare CR or LF and a limit are refused as soon as
/// they are seen, everything else when the line is whole.
///
/// One per connection; not safe for use by several threads. Of no use after an [HttpError].
public final class HeadParser {

    /// What the readers of lines return when the line does not look complete.
    static final int MORE = -1;

    private static final String LINE_TOO_LONG = "The request line is too long.";
    private static final String HEAD_TOO_LONG = "The head is too long.";
    private static final String BARE_LF = "There is an LF without a CR.";
    private static final String BARE_CR = "There is a CR without an LF.";
    private static final String CONTROL = "There is a control character.";
    private static final String NO_MEMORY = "There is no memory for the head at the moment.";
    private static final String MALFORMED = "A line of the head is malformed.";
    private static final byte[] NONE = {};
    private static final int SLAB = 1024;
    private static final int EMPTY_LINES = 2;

    private final HeadLimits limits;
    private final boolean requests;
    private final HeadMemory memory;
    private final StartLine startLine = new StartLine();
    private final FieldTable fields;

    /// Octets that heads of this parser have from the memory that is shared.
    private int taken;

    private byte[] bytes = NONE;
    private int filled;

    /// Where the head starts, behind empty lines.
    private int origin;

    /// Where the line that is being read starts.
    private int line;

    /// Up to where that line was searched for its end.
    private int scanned;

    /// Whether the start line is read.
    private boolean started;

    private int emptyLines;
    private long framing;

    private HeadParser(HeadLimits limits, boolean requests, HeadMemory memory) {
        this.limits = limits;
        this.requests = requests;
        this.memory = memory;
        this.fields = new FieldTable(limits.fields());
    }

    /// For heads of requests. One or two empty lines in front of a head are passed over (RFC 9112
    /// 2.2).
    public static HeadParser ofRequests(HeadLimits limits) {
        return ofRequests(limits, HeadMemory.OF_HEAP);
    }

    static HeadParser ofRequests(HeadLimits limits, HeadMemory memory) {
        return new HeadParser(limits, true, memory);
    }

    /// For heads of responses; its errors all have status 502.
    public static HeadParser ofResponses(HeadLimits limits) {
        return new HeadParser(limits, false, HeadMemory.OF_HEAP);
    }

    /// Takes octets from `in`, up to the end of the head and not one more. Keeps no reference to
    /// `in`.
    ///
    /// @return whether the head is whole: take it with [#request()] or [#response()] before the
    ///     next call; when not, all of `in` is taken
    /// @throws HttpError when the head is refused
    public boolean read(ByteBuf in) {
        // Index in the buffer of what becomes bytes[0].
        int base = in.readerIndex() - filled;
        int end = in.writerIndex() - base;
        try {
            do {
                fill(in, base, end);
                if (advance()) {
                    in.readerIndex(base + line);
                    framing = requests ? fields.ofRequest(startLine) : fields.ofResponse(startLine);
                    return true;
                }
            } while (filled < end);
        } catch (HttpError e) {
            throw requests ? e : e.ofResponse();
        }
        in.readerIndex(in.writerIndex());
        return false;
    }

    /// Copies a slab more: often a head is all there is, but a body may follow that is not to be
    /// copied.
    private void fill(ByteBuf in, int base, int end) {
        int to = Math.min(end, Math.max(SLAB, 2 * filled));
        if (to > bytes.length) {
            int size = filled == 0 ? to : Math.max(to, 2 * filled);
            if (size > HeadMemory.FREE) {
                take(size - (bytes.length > HeadMemory.FREE ? bytes.length : 0));
            }
            bytes = filled == 0 ? new byte[size] : Arrays.copyOf(bytes, size);
        }
        in.getBytes(base + filled, bytes, filled, to - filled);
        filled = to;
    }

    private void take(int octets) {
        if (!memory.take(octets)) {
            throw new HttpError(503, NO_MEMORY);
        }
        taken += octets;
    }

    /// The heads that were taken from this parser are of no use any more.
    void release() {
        if (taken > 0) {
            memory.give(taken);
            taken = 0;
        }
    }

    /// Reads lines until the empty one (true), or until there is no whole line left (false).
    private boolean advance() {
        while (true) {
            if (scanned > line && !isLineComplete()) {
                return false;
            }
            int next;
            try {
                next = readLine();
            } catch (HttpError e) {
                if (isLineComplete()) {
                    throw e;
                }
                return false;
            }
            if (next < 0) {
                if (isLineComplete()) {
                    throw HttpError.bad(MALFORMED);
                }
                return false;
            }
            boolean empty = next == line + 2;
            if (!started && !empty) {
                if (next - 2 - line > limits.line()) {
                    throw new HttpError(414, LINE_TOO_LONG);
                }
                started = true;
            }
            if (next - origin > limits.head()) {
                throw new HttpError(431, HEAD_TOO_LONG);
            }
            line = next;
            scanned = next;
            if (empty && started) {
                return true;
            }
        }
    }

    private int readLine() {
        int from = line;
        if (from < filled && bytes[from] == Ascii.CR) {
            return emptyLine(from);
        }
        if (started) {
            return fields.read(bytes, from, filled);
        }
        return requests
                ? startLine.request(bytes, from, filled)
                : startLine.status(bytes, from, filled);
    }

    private int emptyLine(int from) {
        if (from + 2 > filled) {
            return MORE;
        }
        if (bytes[from + 1] != Ascii.LF) {
            throw HttpError.bad(BARE_CR);
        }
        if (!started && (!requests || ++emptyLines > EMPTY_LINES)) {
            throw HttpError.bad(MALFORMED);
        }
        if (!started) {
            origin = from + 2;
        }
        return from + 2;
    }

    /// Searches on for the end of the line, and refuses what is wrong in any line.
    private boolean isLineComplete() {
        int longest = started ? Integer.MAX_VALUE : limits.line();
        for (int i = Math.max(scanned, line); i < filled; i++) {
            byte b = bytes[i];
            if (i - line >= longest && b != Ascii.CR && b != Ascii.LF) {
                throw new HttpError(414, LINE_TOO_LONG);
            }
            if (i - origin >= limits.head()) {
                throw new HttpError(431, HEAD_TOO_LONG);
            }
            if (b == Ascii.LF) {
                if (i == line || bytes[i - 1] != Ascii.CR) {
                    throw HttpError.bad(BARE_LF);
                }
                scanned = i;
                return true;
            }
            if (b == Ascii.CR) {
                if (i + 1 == filled) {
                    scanned = i;
                    return false;
                }
                if (bytes[i + 1] != Ascii.LF) {
                    throw HttpError.bad(BARE_CR);
                }
            } else if (Ascii.isControl(b) && b != '\t') {
                throw HttpError.bad(CONTROL);
            }
        }
        scanned = filled;
        return false;
    }

    /// Takes the head of the request that is whole.
    public RequestHead request() {
        byte[] owned = bytes;
        boolean keepAlive = fields.keepAlive(startLine, true);
        RequestHead head =
                new RequestHead(owned, startLine, keepAlive, framing, fields.take(owned));
        reset();
        return head;
    }

    /// Takes the head of the response that is whole.
    public ResponseHead response() {
        byte[] owned = bytes;
        boolean keepAlive = fields.keepAlive(startLine, false);
        ResponseHead head =
                new ResponseHead(owned, startLine, keepAlive, framing, fields.take(owned));
        reset();
        return head;
    }

    /// Whether part of a head was received; empty lines in front of it are none.
    public boolean isPartial() {
        return filled > line || started;
    }

    /// Takes what was received of a head that is not whole.
    ByteBuf takePartial() {
        if (filled == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf partial = Unpooled.wrappedBuffer(bytes, 0, filled);
        discard();
        return partial;
    }

    /// Forgets what was received of a head.
    void discard() {
        fields.reset();
        reset();
        release();
    }

    private void reset() {
        bytes = NONE;
        filled = 0;
        origin = 0;
        line = 0;
        scanned = 0;
        started = false;
        emptyLines = 0;
    }
}
