package dev.gyre.http;

import io.netty.buffer.ByteBuf;

/// Takes the framing off a chunked body (RFC 9112 7.1), strictly.
///
/// A size is hexadecimal digits and nothing else; extensions and trailers are checked for control
/// characters and dropped. A chunk line has at most 1 KiB, the trailers 8 KiB; and the framing must
/// not outweigh the data for long, or tiny chunks with large extensions would make work out of
/// nothing.
final class ChunkReader {

    /// More octets are needed.
    static final int MORE = 0;

    /// The last chunk and the trailers are read.
    static final int END = -1;

    private static final int LINE = 1 << 10;
    private static final int TRAILERS = 8 << 10;
    private static final long EXCESS = 64 << 10;
    private static final int DIGITS = 16;

    private static final String SIZE = "A chunk size is malformed.";
    private static final String EXTENSION = "A chunk extension is malformed.";
    private static final String LONG = "A chunk line is too long.";
    private static final String OVERHEAD = "Chunks have too much framing.";
    private static final String DATA_END = "Chunk data does not end in CRLF.";
    private static final String TRAILER = "A trailer field is malformed.";
    private static final String TRAILERS_LONG = "Trailers are too long.";

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        LAST_LF
    }

    private State state = State.SIZE;
    private long size;
    private int digits;

    /// Octets of this chunk line, or of the trailers.
    private int length;

    private long excess;

    /// Reads framing up to the next data.
    ///
    /// @return how many octets at the reader index are data, all of which the caller takes before
    ///     it calls again; or [#MORE], then `in` is empty; or [#END]
    /// @throws HttpError when the framing is refused
    int read(ByteBuf in) {
        while (true) {
            if (state == State.DATA && size == 0) {
                state = State.DATA_CR;
            }
            int readable = in.readableBytes();
            if (readable == 0) {
                return MORE;
            }
            if (state == State.DATA) {
                int n = (int) Math.min(size, readable);
                size -= n;
                return n;
            }
            byte b = in.readByte();
            if (state == State.LAST_LF) {
                if (b != Ascii.LF) {
                    throw HttpError.bad(TRAILER);
                }
                reset();
                return END;
            }
            state = next(b);
        }
    }

    private void reset() {
        state = State.SIZE;
        size = 0;
        digits = 0;
        length = 0;
        excess = 0;
    }

    private State next(byte b) {
        return switch (state) {
            case SIZE -> {
                countLine();
                yield size(b);
            }
            case EXTENSION -> {
                countLine();
                yield b == Ascii.CR ? State.SIZE_LF : text(b, State.EXTENSION, EXTENSION);
            }
            case SIZE_LF -> {
                expect(b, Ascii.LF, EXTENSION);
                yield chunk();
            }
            case DATA_CR -> {
                expect(b, Ascii.CR, DATA_END);
                yield State.DATA_LF;
            }
            case DATA_LF -> {
                expect(b, Ascii.LF, DATA_END);
                yield State.SIZE;
            }
            case TRAILER -> {
                countTrailer();
                yield b == Ascii.CR ? State.LAST_LF : name(b);
            }
            case TRAILER_NAME -> {
                countTrailer();
                yield b == ':' ? State.TRAILER_VALUE : name(b);
            }
            case TRAILER_VALUE -> {
                countTrailer();
                yield b == Ascii.CR ? State.TRAILER_LF : text(b, State.TRAILER_VALUE, TRAILER);
            }
            case TRAILER_LF -> {
                expect(b, Ascii.LF, TRAILER);
                yield State.TRAILER;
            }
            case DATA, LAST_LF -> throw new IllegalStateException();
        };
    }

    private State size(byte b) {
        int digit = Character.digit(b & 0xff, 16);
        if (digit >= 0) {
            if (++digits > DIGITS || size >>> 59 != 0) {
                throw HttpError.bad(SIZE);
            }
            size = size << 4 | digit;
            return State.SIZE;
        }
        if (digits == 0) {
            throw HttpError.bad(SIZE);
        }
        if (b == Ascii.CR) {
            return State.SIZE_LF;
        }
        if (b != ';') {
            throw HttpError.bad(SIZE);
        }
        return State.EXTENSION;
    }

    /// The chunk line is read: data follow, or trailers after the chunk of size 0.
    private State chunk() {
        // A line of 16 octets a chunk is nobody's fault.
        excess = Math.max(0, excess + length - 16 - Math.min(size, EXCESS));
        if (excess > EXCESS) {
            throw HttpError.bad(OVERHEAD);
        }
        length = 0;
        digits = 0;
        return size == 0 ? State.TRAILER : State.DATA;
    }

    private void countLine() {
        if (++length > LINE) {
            throw HttpError.bad(LONG);
        }
    }

    private void countTrailer() {
        if (++length > TRAILERS) {
            throw new HttpError(431, TRAILERS_LONG);
        }
    }

    private static State name(byte b) {
        if (Ascii.LOWER_TOKEN[b & 0xff] == 0) {
            throw HttpError.bad(TRAILER);
        }
        return State.TRAILER_NAME;
    }

    private static State text(byte b, State same, String error) {
        if (Ascii.isControl(b) && b != '\t') {
            throw HttpError.bad(error);
        }
        return same;
    }

    private static void expect(byte b, byte wanted, String error) {
        if (b != wanted) {
            throw HttpError.bad(error);
        }
    }
}
