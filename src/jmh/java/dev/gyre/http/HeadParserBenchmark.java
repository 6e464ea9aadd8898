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

    private static final String TOOL =
            "GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nUser-Agent: curl/8.5.0\r\n"
                    + "Accept: */*\r\nProxy-Connection: Keep-Alive\r\n\r\n";
    private static final String BROWSER =
            "GET http://www.example.org/some/longer/path/to/a/page?id=12345&lang=en HTTP/1.1\r\n"
                + "Host: www.example.org\r\n"
                + "Proxy-Connection: keep-alive\r\n"
                + "Cache-Control: max-age=0\r\n"
                + "Upgrade-Insecure-Requests: 1\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like"
                + " Gecko) Chrome/140.0.0.0 Safari/537.36\r\n"
                + "Accept:"
                + " text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
                + "Referer: http://www.example.org/\r\n"
                + "Accept-Encoding: gzip, deflate\r\n"
                + "Accept-Language: en-GB,en;q=0.9\r\n"
                + "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark; consent=all\r\n"
                + "Connection: keep-alive\r\n\r\n";

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
        String text = request.equals("tool") ? TOOL : BROWSER;
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
        own.pipeline().fireChannelRead(octets.retainedDuplicate().readerIndex(0));
        own.pipeline().fireChannelReadComplete();
    }

    @Benchmark
    public void nettyDecoder() {
        netty.pipeline().fireChannelRead(octets.retainedDuplicate().readerIndex(0));
        netty.pipeline().fireChannelReadComplete();
    }
}
