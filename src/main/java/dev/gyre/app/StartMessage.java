package dev.gyre.app;

import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Reach;
import dev.gyre.inbound.DoorSettings;
import dev.gyre.inbound.ListenAt;
import dev.gyre.inbound.Listeners;
import dev.gyre.judge.Judge;
import dev.gyre.net.Cidr;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the operator is told when the proxy has started.
final class StartMessage {

    private StartMessage() {}

    static String of(ProxyServer proxy) {
        StringBuilder message = new StringBuilder(512);
        Iterator<InetSocketAddress> addresses = proxy.addresses().iterator();
        Iterator<Path> files = proxy.files().iterator();
        for (DoorSettings door : proxy.doors()) {
            message.append(
                            switch (door.at()) {
                                case ListenAt.Tcp _ ->
                                        "Listening on " + Listeners.text(addresses.next());
                                case ListenAt.Unix _ -> "Listening at " + files.next();
                            })
                    .append(" for HTTP, CONNECT and SOCKS 4, 4a, 5")
                    .append(door.tls().isPresent() ? " over TLS" : "")
                    .append(whose(door, proxy.hasUsers()))
                    .append('\n');
        }
        for (InetSocketAddress address : proxy.nameAddresses()) {
            message.append("Listening on ").append(Listeners.text(address)).append(" for DNS");
            if (!address.getAddress().isLoopbackAddress()) {
                message.append(", asked by ").append(proxy.nameClients());
            }
            message.append('\n');
        }
        message.append("Egresses: ").append(counts(proxy.pool())).append('\n');
        return message.append("Try it:  curl -x ")
                .append(way(proxy))
                .append(' ')
                .append(Judge.address())
                .append("\nIn a browser that uses this proxy:  ")
                .append(proxy.judge().link())
                .toString();
    }

    /// How curl is told the first listener.
    private static String way(ProxyServer proxy) {
        boolean unix = proxy.addresses().isEmpty();
        DoorSettings first =
                proxy.doors().stream()
                        .filter(door -> unix || door.at() instanceof ListenAt.Tcp)
                        .findFirst()
                        .orElseThrow();
        String scheme = unix ? "socks5h://" : first.tls().isPresent() ? "https://" : "";
        String user = asks(first, proxy.hasUsers()) ? "NAME:PASSWORD@" : "";
        String where =
                unix
                        ? "localhost" + proxy.files().getFirst()
                        : reachable(proxy.addresses().getFirst());
        return scheme + user + where;
    }

    /// Whether it is for users only.
    private static boolean asks(DoorSettings door, boolean users) {
        return switch (door.users()) {
            case NONE -> false;
            case IF_ANY -> users;
            case REQUIRED -> true;
        };
    }

    /// Who may use a listener; empty for whoever is on this machine.
    private static String whose(DoorSettings door, boolean users) {
        List<String> words = new ArrayList<>();
        if (asks(door, users)) {
            words.add("for users");
        }
        if (!door.clients().isEmpty()) {
            words.add(
                    "from "
                            + door.clients().stream()
                                    .map(Cidr::toString)
                                    .collect(Collectors.joining(" or ")));
        }
        return words.isEmpty() ? "" : ", " + String.join(", ", words);
    }

    /// How many egresses of which kinds.
    private static String counts(EgressPool pool) {
        List<String> kinds = new ArrayList<>();
        add(
                kinds,
                pool.sources(Reach.LOOPBACK_IPV4.plus(Reach.IPV4)),
                "IPv4 address",
                "IPv4 addresses");
        add(
                kinds,
                pool.sources(Reach.LOOPBACK_IPV6.plus(Reach.IPV6)),
                "IPv6 address",
                "IPv6 addresses");
        add(
                kinds,
                pool.sources(Reach.LOOPBACK_IPV4).add(pool.sources(Reach.LOOPBACK_IPV6)),
                "loopback address (for targets on this machine)",
                "loopback addresses (for targets on this machine)");
        add(kinds, BigInteger.valueOf(pool.chains(true)), "hop", "hops");
        add(kinds, BigInteger.valueOf(pool.chains(false)), "chain", "chains");
        add(
                kinds,
                BigInteger.valueOf(pool.gatewaySessions()),
                "session at a gateway",
                "sessions at gateways");
        add(kinds, BigInteger.valueOf(pool.tors()), "Tor process", "Tor processes");
        return String.join(", ", kinds);
    }

    private static void add(List<String> kinds, BigInteger count, String one, String many) {
        if (count.signum() > 0) {
            kinds.add(
                    String.format(Locale.ROOT, "%,d ", count)
                            + (count.equals(BigInteger.ONE) ? one : many));
        }
    }

    /// An address to connect to: a listener on all addresses is reached on loopback.
    private static String reachable(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return Listeners.text(
                host.isAnyLocalAddress()
                        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                        : address);
    }
}
