package dev.gyre.inbound;

import dev.gyre.inbound.client.Door.AskForUsers;
import dev.gyre.net.Cidr;
import dev.gyre.net.Disclosure;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// A listener for those who speak HTTP and SOCKS.
///
/// @param at where it is
/// @param users whether it asks for users
/// @param clients who may connect; all when there is none
/// @param balancers who connects on behalf of others, and says for whom by the PROXY protocol
/// @param tls what TLS is spoken there, if it is
/// @param disclosure how much targets are told, if that is said of it
public record DoorSettings(
        ListenAt at,
        AskForUsers users,
        List<Cidr> clients,
        List<Cidr> balancers,
        Optional<DoorTls> tls,
        Optional<Disclosure> disclosure) {

    public DoorSettings {
        clients = List.copyOf(clients);
        balancers = List.copyOf(balancers);
    }

    /// One of which nothing else is said. Whoever is on this machine may use it, unless there are users; from elsewhere, users only.
    public static DoorSettings at(ListenAt at) {
        return new DoorSettings(
                at,
                usual(at, List.of(), List.of()),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// The same for an address.
    public static DoorSettings at(InetSocketAddress address) {
        return at(new ListenAt.Tcp(address));
    }

    /// Whether a listener asks for users, where that isn't said.
    public static AskForUsers usual(ListenAt at, List<Cidr> clients, List<Cidr> balancers) {
        return isForThisMachine(at, balancers) || !clients.isEmpty()
                ? AskForUsers.IF_ANY
                : AskForUsers.REQUIRED;
    }

    /// Whether nobody gets there but from this machine. Where others connect for their clients, these may be anywhere.
    public boolean isForThisMachine() {
        return isForThisMachine(at, balancers);
    }

    private static boolean isForThisMachine(ListenAt at, List<Cidr> balancers) {
        return at.isForThisMachine() && balancers.isEmpty();
    }

    /// The same for these.
    public DoorSettings with(AskForUsers who, List<Cidr> from) {
        return new DoorSettings(at, who, from, balancers, tls, disclosure);
    }

    /// The same for whoever gets there.
    DoorSettings forAll() {
        return new DoorSettings(
                at, AskForUsers.NONE, List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    /// What of it takes effect at the next start only: all, but what the files of its TLS say.
    public List<Object> lasting() {
        return List.of(at, users, clients, balancers, tls.isPresent(), disclosure);
    }
}
