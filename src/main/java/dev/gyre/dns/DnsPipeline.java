package dev.gyre.dns;

import io.netty.channel.Channel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.Promise;

import java.net.InetSocketAddress;

/// The handlers of a channel to a name server. One channel, one query.
///
/// | transport | handlers, head to tail |
/// |---|---|
/// | UDP | [DatagramReplyHandler] |
/// | TCP | [LengthFieldBasedFrameDecoder], [StreamReplyHandler] |
/// | through hops | whatever the [StreamOpener] left there, then as TCP |
final class DnsPipeline {

    private static final int MAX_MESSAGE = 65535;
    private static final int LENGTH = 2;

    private DnsPipeline() {}

    static void datagram(
            Channel channel, InetSocketAddress server, Query query, Promise<Heard> reply) {
        channel.pipeline().addLast(new DatagramReplyHandler(server, query, reply));
    }

    static void stream(Channel channel, Query query, Promise<Heard> reply) {
        channel.pipeline()
                .addLast(
                        new LengthFieldBasedFrameDecoder(
                                LENGTH + MAX_MESSAGE, 0, LENGTH, 0, LENGTH),
                        new StreamReplyHandler(query, reply));
    }
}
