package dev.gyre.inbound.http2;

import dev.gyre.http.HeadLimits;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;

/// What Netty's codec for HTTP/2 is told, so that no client makes it hold much, or do much for little.
public final class ConnectionCodec {

    static final int STREAMS = 100;

    /// How much may wait of what a stream sends; each stream takes the place of a client.
    static final int STREAM_WINDOW = 128 << 10;

    private static final int USUAL_WINDOW = 65_535;

    /// Resets in so many seconds: those of a client, and those that it makes us send (CVE-2023-44487, CVE-2025-8671).
    private static final int RESETS = 200;

    private static final int RESETS_SECONDS = 30;

    /// Answers to settings and pings that a client does not take.
    private static final int ANSWERS = 1000;

    private static final int EMPTY_DATA = 2;
    private static final int SMALL_CONTINUATIONS = 16;

    private ConnectionCodec() {}

    /// For one connection.
    ///
    /// @param untaken counts what its streams have not taken
    public static Http2FrameCodec of(HeadLimits limits, UntakenFrames untaken) {
        return new Bounded(untaken)
                .initialSettings(
                        new Http2Settings()
                                .maxConcurrentStreams(STREAMS)
                                .initialWindowSize(STREAM_WINDOW)
                                .maxHeaderListSize(limits.head()))
                .validateHeaders(true)
                .decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA)
                .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS)
                .encoderEnforceMaxQueuedControlFrames(ANSWERS)
                // Streams that run are let end by whoever closes the connection.
                .gracefulShutdownTimeoutMillis(0)
                .build();
    }

    private static final class Bounded extends Http2FrameCodecBuilder {

        private final UntakenFrames untaken;

        private Bounded(UntakenFrames untaken) {
            server(true);
            this.untaken = untaken;
        }

        @Override
        protected Http2FrameCodec build(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings settings) {
            return super.build(new BoundedFrames(decoder, untaken), encoder, settings);
        }
    }

    /// Lets each stream send as much as its own window has, whatever the others hold back. Once the codec is in its pipeline.
    ///
    /// @throws IllegalStateException when it is not
    public static void widen(Http2FrameCodec codec) {
        Http2Connection connection = codec.connection();
        try {
            connection
                    .local()
                    .flowController()
                    .incrementWindowSize(
                            connection.connectionStream(), STREAMS * STREAM_WINDOW - USUAL_WINDOW);
        } catch (Http2Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
