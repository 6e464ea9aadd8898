package dev.gyre.inbound;

import dev.gyre.inbound.client.Door;
import dev.gyre.net.Cidr;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What has to be known of a listener before a client is served.
///
/// @param door what holds for those who are
/// @param clients who may connect; all when there is none
/// @param balancers who says by the PROXY protocol for whom it connects
/// @param tls what TLS is spoken there by now, if it is
record Entrance(
        Door door,
        List<Cidr> clients,
        List<Cidr> balancers,
        Optional<AtomicReference<DoorTls>> tls) {

    /// On a listening socket, and on what is accepted there.
    static final AttributeKey<Entrance> KEY = AttributeKey.valueOf(Entrance.class, "entrance");

    /// Whether it is a balancer that has connected. Who its client is has yet to be heard.
    boolean isFromBalancer(Channel accepted) {
        return !balancers.isEmpty()
                && accepted.remoteAddress() instanceof InetSocketAddress from
                && contain(balancers, from.getAddress());
    }

    /// Whether whoever has connected may.
    boolean mayConnect(Channel accepted) {
        return clients.isEmpty()
                || (accepted.remoteAddress() instanceof InetSocketAddress from
                        && contain(clients, from.getAddress()));
    }

    /// Whether somebody at this address may connect.
    boolean mayConnect(InetAddress from) {
        return clients.isEmpty() || contain(clients, from);
    }

    private static boolean contain(List<Cidr> blocks, InetAddress address) {
        return blocks.stream().anyMatch(each -> each.contains(address));
    }
}
