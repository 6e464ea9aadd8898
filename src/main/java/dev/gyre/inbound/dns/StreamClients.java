package dev.gyre.inbound.dns;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// The connections that are open, of all clients and of each. Safe for all threads.
final class StreamClients {

    private final ChannelGroup channels;
    private final int most;
    private final int mostOfOne;
    private final Map<InetAddress, Integer> byClient = new HashMap<>();
    private int all;

    /// @param channels where each is noted
    /// @param most of all clients
    /// @param mostOfOne of each
    StreamClients(ChannelGroup channels, int most, int mostOfOne) {
        this.channels = channels;
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /// Lets a connection in for as long as it is open, unless there are too many.
    boolean admit(Channel channel, InetAddress client) {
        synchronized (byClient) {
            int its = byClient.getOrDefault(client, 0);
            if (all >= most || its >= mostOfOne) {
                return false;
            }
            all++;
            byClient.put(client, its + 1);
        }
        channel.closeFuture().addListener(_ -> left(client));
        channels.add(channel);
        return true;
    }

    private void left(InetAddress client) {
        synchronized (byClient) {
            all--;
            byClient.computeIfPresent(client, (_, its) -> its == 1 ? null : its - 1);
        }
    }
}
