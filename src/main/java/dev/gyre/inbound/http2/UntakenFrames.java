package dev.gyre.inbound.http2;

import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;

import org.jspecify.annotations.Nullable;

/// How many frames with content wait for the streams of a connection to take them. Windows bound their octets only, and a frame costs the
/// same whether it has one or none.
///
/// On the connection's event loop.
public final class UntakenFrames {

    /// More than a client needs that fills every window with what it reads piece by piece, as tunnels do.
    static final int MOST = 16_384;

    private final IntObjectMap<OfStream> streams = new IntObjectHashMap<>();
    private int all;

    /// Those of a stream that has been opened just now, until it is closed.
    public OfStream of(Http2StreamChannel stream) {
        int id = stream.stream().id();
        OfStream its = new OfStream();
        streams.put(id, its);
        stream.closeFuture()
                .addListener(_ -> {
                    streams.remove(id);
                    all -= its.waiting;
                    its.waiting = 0;
                });
        return its;
    }

    /// One more has come.
    ///
    /// @return whether there is room for it
    boolean comes(int stream) {
        @Nullable OfStream its = streams.get(stream);
        if (its != null) {
            its.waiting++;
            all++;
        }
        return all <= MOST;
    }

    /// Whether others stand before the one that has just come.
    boolean isBehind(int stream) {
        @Nullable OfStream its = streams.get(stream);
        return its != null && its.waiting > 1;
    }

    /// Those of one stream.
    public final class OfStream {

        private int waiting;

        private OfStream() {}

        /// The stream takes the first of them.
        void taken() {
            if (waiting > 0) {
                waiting--;
                all--;
            }
        }
    }
}
