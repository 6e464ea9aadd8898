package dev.gyre.inbound.dns;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.flow.FlowControlHandler;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// The pipelines of those who ask for names.
///
/// | channel | handlers, head to tail |
/// |---|---|
/// | UDP, a socket for all clients | [DatagramQueryHandler] |
/// | TCP, a connection | [LengthFieldBasedFrameDecoder] → [FlowControlHandler] → [StreamQueryHandler] |
final class DnsListenerPipeline {

    /// No query is longer: all that a client can say in one that is not refused is a name and some options.
    private static final int LONGEST_QUERY = 4096;

    private static final int LENGTH = 2;

    /// For how long at most nothing may come about on a connection.
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

    private DnsListenerPipeline() {}

    /// @param listener the place of the listener
    static ChannelInitializer<Channel> datagrams(
            NameDesk desk, DnsListening rules, OpenQuestions open, int listener, Duration idle) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.config()
                        .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(LONGEST_QUERY));
                channel.pipeline()
                        .addLast(
                                new DatagramQueryHandler(
                                        desk,
                                        rules,
                                        open,
                                        new DatagramClients(
                                                desk.sessions(), listener, idle.toNanos())));
            }
        };
    }

    /// @param listener the place of the listener
    /// @param idle how long a connection may carry nothing
    static ChannelInitializer<Channel> streams(
            NameDesk desk,
            DnsListening rules,
            OpenQuestions open,
            StreamClients clients,
            int listener,
            Duration idle) {
        Duration patience = idle.compareTo(MOST_PATIENCE) < 0 ? idle : MOST_PATIENCE;
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                InetAddress client =
                        channel.remoteAddress() instanceof InetSocketAddress remote
                                ? remote.getAddress()
                                : null;
                if (client == null || !rules.serves(client) || !clients.admit(channel, client)) {
                    channel.close();
                    return;
                }
                channel.config().setOption(ChannelOption.TCP_NODELAY, true);
                channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
                // What is read at once is held until it is looked at.
                channel.config()
                        .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(LONGEST_QUERY));
                channel.pipeline()
                        .addLast(
                                new LengthFieldBasedFrameDecoder(
                                        LENGTH + LONGEST_QUERY, 0, LENGTH, 0, LENGTH),
                                new FlowControlHandler(),
                                new StreamQueryHandler(
                                        desk,
                                        open,
                                        new DnsClient(client, listener, desk.sessions()),
                                        patience));
            }
        };
    }
}
