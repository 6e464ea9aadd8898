package dev.gyre.inbound.http;

import dev.gyre.anonymity.FieldEdits;
import dev.gyre.anonymity.Trace;
import dev.gyre.http.BodyEnd;
import dev.gyre.http.RequestDecoder;
import dev.gyre.http.RequestHead;
import dev.gyre.http.SampleRequests;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.LastHttpContent;

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

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A request from the client's octets to the target's: read, and written anew. Ours takes out all that identifies; beside it,
/// Netty's codec does the least that any proxy must do.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class ForwardBenchmark {

    @Param({"tool", "browser"})
    public String request = "tool";

    private ByteBuf octets;
    private EmbeddedChannel own;
    private EmbeddedChannel ownOut;
    private EmbeddedChannel netty;
    private EmbeddedChannel nettyOut;

    @Setup
    public void setUp() {
        String text = SampleRequests.of(request);
        octets = PooledByteBufAllocator.DEFAULT.directBuffer(2048);
        octets.writeCharSequence(text, StandardCharsets.US_ASCII);
        RequestDecoder decoder = new RequestDecoder();
        ownOut = new EmbeddedChannel();
        own = new EmbeddedChannel(decoder, new Own(decoder));
        nettyOut = new EmbeddedChannel(new HttpRequestEncoder());
        netty = new EmbeddedChannel(new HttpRequestDecoder(), new Netty());
    }

    @TearDown
    public void tearDown() {
        own.finishAndReleaseAll();
        ownOut.finishAndReleaseAll();
        netty.finishAndReleaseAll();
        nettyOut.finishAndReleaseAll();
        octets.release();
    }

    private static void drain(EmbeddedChannel out) {
        out.flushOutbound();
        for (ByteBuf written = out.readOutbound(); written != null; written = out.readOutbound()) {
            written.release();
        }
    }

    private final class Own extends ChannelInboundHandlerAdapter {
        private final RequestDecoder decoder;

        Own(RequestDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof RequestHead head) {
                if (RequestTarget.parse(head.method(), head.target())
                        instanceof RequestTarget.Absolute where) {
                    ownOut.write(
                            ForwardedRequest.head(
                                    head,
                                    where,
                                    false,
                                    false,
                                    Trace.NONE,
                                    FieldEdits.NONE,
                                    ownOut.alloc()),
                            ownOut.voidPromise());
                }
            } else if (message instanceof BodyEnd) {
                drain(ownOut);
                decoder.next();
            }
        }
    }

    private final class Netty extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest head) {
                String uri = head.uri();
                int authority = uri.indexOf("//") + 2;
                int path = uri.indexOf('/', authority);
                HttpHeaders fields = head.headers();
                fields.remove("Proxy-Connection");
                fields.set("Host", uri.substring(authority, path));
                head.setUri(uri.substring(path));
                nettyOut.write(head, nettyOut.voidPromise());
            } else if (message instanceof LastHttpContent end) {
                nettyOut.write(end, nettyOut.voidPromise());
                drain(nettyOut);
            }
        }
    }

    @Benchmark
    public void ownLayer() {
        own.pipeline().fireChannelRead(octets.retain().readerIndex(0));
        own.pipeline().fireChannelReadComplete();
    }

    @Benchmark
    public void nettyCodec() {
        netty.pipeline().fireChannelRead(octets.retain().readerIndex(0));
        netty.pipeline().fireChannelReadComplete();
    }
}
