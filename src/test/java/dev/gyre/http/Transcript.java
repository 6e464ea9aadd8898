package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs octets through a decoder and writes down, line by line, what it hands on. Body data that
/// follow each other are one line, so the text does not depend on how the octets were cut up.
public final class Transcript {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<ByteBuf> received = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder data = new StringBuilder();

    private Transcript() {}

    /// The requests in `pieces`: the next one is asked for at the end of each; the decoder is
    /// removed after a CONNECT.
    public static String ofRequests(HeadLimits limits, List<byte[]> pieces) {
        RequestDecoder decoder = new RequestDecoder(limits);
        Transcript transcript = new Transcript();
        transcript.channel.pipeline().addLast(decoder);
        transcript
                .channel
                .pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            private boolean connect;

                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                transcript.add(message);
                                if (message instanceof RequestHead head) {
                                    connect = head.isConnect();
                                } else if (message instanceof BodyEnd && connect) {
                                    ctx.pipeline().remove(decoder);
                                } else if (message instanceof BodyEnd) {
                                    decoder.next();
                                }
                            }
                        });
        return transcript.run(pieces);
    }

    /// The responses in `pieces`, to a request of this method.
    public static String ofResponse(HeadLimits limits, String method, List<byte[]> pieces) {
        ResponseDecoder decoder = new ResponseDecoder(limits);
        Transcript transcript = new Transcript();
        transcript.channel.pipeline().addLast(decoder);
        transcript
                .channel
                .pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                transcript.add(message);
                            }
                        });
        decoder.expect(method);
        return transcript.run(pieces);
    }

    public static String ofRequest(String octets) {
        return ofRequests(HeadLimits.DEFAULT, List.of(bytes(octets)));
    }

    public static String ofResponse(String method, String octets) {
        return ofResponse(HeadLimits.DEFAULT, method, List.of(bytes(octets)));
    }

    /// One octet a character.
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The octets in two pieces.
    public static List<byte[]> cut(byte[] octets, int at) {
        return List.of(Arrays.copyOf(octets, at), Arrays.copyOfRange(octets, at, octets.length));
    }

    /// Each octet a piece.
    public static List<byte[]> crumbs(byte[] octets) {
        List<byte[]> crumbs = new ArrayList<>();
        for (byte b : octets) {
            crumbs.add(new byte[] {b});
        }
        return crumbs;
    }

    private String run(List<byte[]> pieces) {
        for (byte[] piece : pieces) {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(Math.max(1, piece.length));
            buffer.writeBytes(piece);
            received.add(buffer);
            channel.writeInbound(buffer);
        }
        channel.finish();
        channel.checkException();
        flush();
        for (ByteBuf buffer : received) {
            assertThat(buffer.refCnt()).as("references left to a buffer").isZero();
        }
        return text.toString();
    }

    private void add(Object message) {
        if (message instanceof ByteBuf buffer) {
            data.append(buffer.toString(StandardCharsets.ISO_8859_1));
            assertThat(buffer.isReadable()).as("data").isTrue();
            buffer.release();
            return;
        }
        flush();
        text.append(describe(message)).append('\n');
    }

    private void flush() {
        if (!data.isEmpty()) {
            text.append("data ").append(data).append('\n');
            data.setLength(0);
        }
    }

    static String describe(Object message) {
        return switch (message) {
            case RequestHead head ->
                    head.method()
                            + " "
                            + head.target()
                            + " 1."
                            + head.minorVersion()
                            + " "
                            + fields(head.fields())
                            + head.framing()
                            + (head.keepAlive() ? " keep" : " close");
            case ResponseHead head ->
                    head.status()
                            + " "
                            + head.reason()
                            + " 1."
                            + head.minorVersion()
                            + " "
                            + fields(head.fields())
                            + head.framing("GET")
                            + (head.keepAlive() ? " keep" : " close");
            case BadMessage bad -> "bad " + bad.error().status();
            case BodyEnd _ -> "end";
            case Truncated _ -> "truncated";
            default -> throw new AssertionError(message);
        };
    }

    private static String fields(Fields fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.count(); i++) {
            text.append(fields.name(i)).append('=').append(fields.value(i)).append("; ");
        }
        return text.toString();
    }
}
