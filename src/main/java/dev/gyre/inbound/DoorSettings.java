package dev.gyre.inbound;

import dev.gyre.inbound.client.Door.AskForUsers;
import dev.gyre.net.Cidr;
import dev.gyre.net.Disclosure;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// A listener for those who speak HTTP and SOCKS.
///
/// @param address where it is; port 0 takes a free one
/// @param users whether it asks for users
/// @param clients who may connect; all when there is none
/// @param disclosure how much targets are told, if that is said of it
public record DoorSettings(
        InetSocketAddress address,
        AskForUsers users,
        List<Cidr> clients,
        Optional<Disclosure> disclosure) {

    public DoorSettings {
        clients = List.copyOf(clients);
    }

    /// One of which nothing else is said. Whoever is on this machine may use it, unless there are users; from elsewhere, users only.
    public static DoorSettings at(InetSocketAddress address) {
        return new DoorSettings(address, usual(address, List.of()), List.of(), Optional.empty());
    }

    /// Whether a listener asks for users, where that isn't said.
    public static AskForUsers usual(InetSocketAddress address, List<Cidr> clients) {
        return address.getAddress().isLoopbackAddress() || !clients.isEmpty()
                ? AskForUsers.IF_ANY
                : AskForUsers.REQUIRED;
    }

    /// The same for whoever gets there.
    DoorSettings forAll() {
        return new DoorSettings(address, AskForUsers.NONE, List.of(), Optional.empty());
    }
}
