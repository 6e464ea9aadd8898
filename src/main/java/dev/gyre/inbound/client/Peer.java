package dev.gyre.inbound.client;

import dev.gyre.net.Addresses;

import io.netty.channel.Channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Who is at the other end of a client's connection.
///
/// @param address where it is; [#NOWHERE] behind a Unix socket
/// @param nearness how far that is, as the connection itself shows
public record Peer(InetAddress address, Nearness nearness) {

    /// How far away a client is. What others say of it makes it no nearer.
    public enum Nearness {
        /// On this machine, by loopback or a Unix socket.
        LOOPBACK,
        /// On this machine, by another of its addresses.
        THIS_MACHINE,
        ELSEWHERE
    }

    /// No address that a client can have: one behind a Unix socket is in no network.
    static final InetAddress NOWHERE = Addresses.parse("0.0.0.0").orElseThrow();

    /// Its address, if it has one.
    Optional<InetAddress> known() {
        return address.equals(NOWHERE) ? Optional.empty() : Optional.of(address);
    }

    /// As the connection shows it.
    public static Peer of(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            return new Peer(NOWHERE, Nearness.LOOPBACK);
        }
        InetAddress from = remote.getAddress();
        if (from.isLoopbackAddress()) {
            return new Peer(from, Nearness.LOOPBACK);
        }
        boolean own =
                channel.localAddress() instanceof InetSocketAddress local
                        && from.equals(local.getAddress());
        return new Peer(from, own ? Nearness.THIS_MACHINE : Nearness.ELSEWHERE);
    }

    /// As somebody else says.
    public static Peer named(InetAddress address) {
        return new Peer(address, Nearness.ELSEWHERE);
    }
}
