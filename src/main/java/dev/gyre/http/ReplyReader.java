package dev.gyre.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Takes apart the replies to one request that this proxy has written as HTTP/1.1 itself, for a client to which they are told otherwise.
/// What is handed on, is without any framing. On one event loop.
public final class ReplyReader {

    /// What we add to a head.
    private static final int OURS = 16 << 10;

    private static final int FIELDS_OF_OURS = 32;

    /// Gets what there is, in order.
    public interface Parts {

        /// A head; after one that is interim another follows.
        ///
        /// @param last whether nothing else does
        void head(ResponseHead head, boolean last);

        /// A piece of the body or of a tunnel, which is the receiver's to release.
        ///
        /// @param last whether nothing else follows
        void data(ByteBuf data, boolean last);
    }

    private enum Phase {
        HEAD,
        LENGTH,
        CHUNKED,
        RAW,
        OVER
    }

    private final String method;
    private final Parts parts;
    private final HeadParser parser;
    private final ChunkReader chunks = new ChunkReader();
    private Phase phase = Phase.HEAD;
    private long remaining;

    /// @param method of the request
    /// @param limits what a target's head may have; a reply's may have a little more
    public ReplyReader(String method, HeadLimits limits, Parts parts) {
        this.method = method;
        this.parts = parts;
        this.parser =
                HeadParser.ofResponses(
                        new HeadLimits(
                                limits.line(),
                                limits.head() + OURS,
                                limits.fields() + FIELDS_OF_OURS));
    }

    /// Whether what has no end of its own is passed on: a tunnel, or a body until close.
    public boolean isOpenEnded() {
        return phase == Phase.RAW;
    }

    /// Takes octets over. Those behind the end are dropped.
    ///
    /// @throws HttpError when they are no reply
    public void read(ByteBuf octets) {
        try {
            while (octets.isReadable() && step(octets)) {
                // Each step hands on one thing at most.
            }
        } finally {
            octets.release();
        }
    }

    private boolean step(ByteBuf octets) {
        switch (phase) {
            case HEAD -> {
                if (!parser.read(octets)) {
                    return false;
                }
                head(parser.response());
            }
            case LENGTH -> {
                int n = (int) Math.min(remaining, octets.readableBytes());
                remaining -= n;
                if (remaining == 0) {
                    phase = Phase.OVER;
                }
                parts.data(octets.readRetainedSlice(n), remaining == 0);
            }
            case CHUNKED -> {
                int n = chunks.read(octets);
                if (n == ChunkReader.END) {
                    phase = Phase.OVER;
                    parts.data(Unpooled.EMPTY_BUFFER, true);
                } else if (n == ChunkReader.MORE) {
                    return false;
                } else {
                    parts.data(octets.readRetainedSlice(n), false);
                }
            }
            case RAW -> parts.data(octets.readRetainedSlice(octets.readableBytes()), false);
            case OVER -> {
                return false;
            }
        }
        return true;
    }

    private void head(ResponseHead head) {
        if (head.isInterim()) {
            parts.head(head, false);
            return;
        }
        long framing = head.framingCode(method);
        if (head.switchesTo(method) || framing == Framing.UNTIL_CLOSE) {
            phase = Phase.RAW;
        } else if (framing == Framing.CHUNKED) {
            phase = Phase.CHUNKED;
        } else if (framing > 0) {
            phase = Phase.LENGTH;
            remaining = framing;
        } else {
            phase = Phase.OVER;
        }
        parts.head(head, phase == Phase.OVER);
    }

    /// Lets go of what it holds. May be called again.
    public void release() {
        phase = Phase.OVER;
        parser.discard();
        parser.release();
    }
}
