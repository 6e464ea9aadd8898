package dev.gyre.inbound.dns;

import dev.gyre.access.limits.Place;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
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
final class DnsListenerPipeline extends ChannelInitializer<Channel> {

    /// No query is longer: all that a client can say in one that is not refused is a name and some options.
    private static final int LONGEST_QUERY = 4096;

    private static final int LENGTH = 2;

    /// For how long at most nothing may come about on a connection.
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

    private final NameDesk desk;
    private final DnsListening rules;
    private final OpenQuestions open;
    private final StreamClients clients;
    private final int listener;
    private final Duration idle;

    /// @param listener the place of the listener
    /// @param idle after how long without a question a client that asks by UDP has gone, and how long a connection may carry nothing
    DnsListenerPipeline(
            NameDesk desk,
            DnsListening rules,
            OpenQuestions open,
            StreamClients clients,
            int listener,
            Duration idle) {
        this.desk = desk;
        this.rules = rules;
        this.open = open;
        this.clients = clients;
        this.listener = listener;
        this.idle = idle;
    }

    @Override
    protected void initChannel(Channel channel) {
        // What is read at once is held until it is looked at.
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(LONGEST_QUERY));
        if (channel instanceof DatagramChannel) {
            channel.pipeline().addLast(datagrams());
        } else if (channel.remoteAddress() instanceof InetSocketAddress remote
                && rules.serves(remote.getAddress())
                && clients.admit(channel, remote.getAddress())
                && connects(channel, remote.getAddress())) {
            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            channel.pipeline()
                    .addLast(
                            new LengthFieldBasedFrameDecoder(
                                    LENGTH + LONGEST_QUERY, 0, LENGTH, 0, LENGTH),
                            new FlowControlHandler(),
                            stream(remote.getAddress()));
        } else {
            channel.close();
        }
    }

    /// Whether it is one of the connections that limits leave the client: for as long as it is open.
    private boolean connects(Channel channel, InetAddress client) {
        Place place = desk.limits().connect(client);
        channel.closeFuture().addListener(_ -> place.leave().run());
        return place.welcome() == Place.Welcome.SERVED;
    }

    private DatagramQueryHandler datagrams() {
        return new DatagramQueryHandler(
                desk,
                rules,
                open,
                new DatagramClients(desk.sessions(), listener, idle.toNanos(), System.nanoTime()));
    }

    private StreamQueryHandler stream(InetAddress client) {
        return new StreamQueryHandler(
                desk,
                open,
                new DnsClient(client, true, listener, desk.sessions()),
                idle.compareTo(MOST_PATIENCE) < 0 ? idle : MOST_PATIENCE);
    }
}
