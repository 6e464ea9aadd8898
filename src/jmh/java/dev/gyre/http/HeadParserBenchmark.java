package dev.gyre.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// One request, read: by the parser alone, by the decoder in a pipeline, and by Netty's decoder in one.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class HeadParserBenchmark {

    @Param({"tool", "browser"})
    public String request = "tool";

    private ByteBuf octets;
    private HeadParser parser;
    private EmbeddedChannel own;
    private EmbeddedChannel netty;
    private Blackhole sink;

    @Setup
    public void setUp(Blackhole blackhole) {
        sink = blackhole;
        String text = SampleRequests.of(request);
        octets = PooledByteBufAllocator.DEFAULT.directBuffer(2048);
        octets.writeCharSequence(text, StandardCharsets.US_ASCII);
        parser = HeadParser.ofRequests(HeadLimits.DEFAULT);
        RequestDecoder decoder = new RequestDecoder();
        own = new EmbeddedChannel(decoder, new Sink(decoder));
        netty = new EmbeddedChannel(new HttpRequestDecoder(), new Sink(null));
    }

    @TearDown
    public void tearDown() {
        own.finishAndReleaseAll();
        netty.finishAndReleaseAll();
        octets.release();
    }

    private final class Sink extends ChannelInboundHandlerAdapter {
        private final RequestDecoder decoder;

        Sink(RequestDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            sink.consume(message);
            if (message instanceof BodyEnd) {
                decoder.next();
            } else if (message instanceof LastHttpContent) {
                ReferenceCountUtil.release(message);
            }
        }
    }

    @Benchmark
    public RequestHead parserAlone() {
        octets.readerIndex(0);
        parser.read(octets);
        return parser.request();
    }

    @Benchmark
    public void ownDecoder() {
        own.pipeline().fireChannelRead(octets.retain().readerIndex(0));
        own.pipeline().fireChannelReadComplete();
    }

    @Benchmark
    public void nettyDecoder() {
        netty.pipeline().fireChannelRead(octets.retain().readerIndex(0));
        netty.pipeline().fireChannelReadComplete();
    }
}
