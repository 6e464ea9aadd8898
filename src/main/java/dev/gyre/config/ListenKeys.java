package dev.gyre.config;

import dev.gyre.inbound.DoorSettings;
import dev.gyre.inbound.client.Door.AskForUsers;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Disclosure;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The key `listen`: addresses for those who speak HTTP and SOCKS, and with `dns://` before them for those who ask for names by DNS. One
/// of the former may be a mapping, with what holds for its clients.
final class ListenKeys {

    private static final String DNS = "dns://";

    /// What stands behind the address where there is more to say.
    private static final String AT = "at";

    private static final String USERS = "users";
    private static final String CLIENTS = "clients";

    private static final InetSocketAddress USUAL =
            new InetSocketAddress(Addresses.parse("127.0.0.1").orElseThrow(), 8080);

    /// The words of the file for [AskForUsers]; what the usual is needs no word.
    private enum Word {
        REQUIRED,
        NONE
    }

    private final boolean users;
    private final Set<InetSocketAddress> seen = new HashSet<>();

    /// @param users whether the file names any
    private ListenKeys(boolean users) {
        this.users = users;
    }

    /// @param proxies for HTTP and SOCKS
    /// @param names for DNS
    record Places(List<DoorSettings> proxies, List<InetSocketAddress> names) {}

    private sealed interface Place {
        record Proxy(DoorSettings door) implements Place {}

        record Dns(InetSocketAddress address) implements Place {}
    }

    static Places take(MappingReader keys) {
        return keys.take(
                "listen",
                new ListenKeys(keys.has(USERS))::read,
                new Places(List.of(DoorSettings.at(USUAL)), List.of()));
    }

    private Optional<Places> read(Reading reading, String what, Node node) {
        Optional<Places> places =
                ListReader.<Place>orSingle(this::place)
                        .read(reading, what, node)
                        .map(ListenKeys::sorted);
        places.filter(each -> each.proxies().isEmpty())
                .ifPresent(_ ->
                        reading.problem(
                                node, "listen has no address for HTTP and SOCKS, only for DNS"));
        return places.filter(each -> !each.proxies().isEmpty());
    }

    private Optional<Place> place(Reading reading, String what, Node node) {
        Optional<Place> place =
                node instanceof MappingNode
                        ? MappingReader.read(reading, what, node, this::door)
                        : new ScalarReader<>(ListenAddress.EXPECTED, this::place)
                                .read(reading, what, node);
        place.flatMap(each -> problem(each, users))
                .ifPresent(problem -> reading.problem(node, what + ' ' + problem));
        return place;
    }

    private Place place(String text) throws BadValue {
        boolean dns = text.startsWith(DNS);
        InetSocketAddress address =
                ListenAddress.parse(dns ? text.substring(DNS.length()) : text, seen);
        return dns ? new Place.Dns(address) : new Place.Proxy(DoorSettings.at(address));
    }

    private Optional<Place> door(MappingReader keys) {
        Optional<Place> at =
                keys.take(AT, new ScalarReader<>(ListenAddress.EXPECTED, this::place));
        Optional<Word> asks = keys.take(USERS, Choice.of(Word.values()));
        List<Cidr> clients = keys.take(CLIENTS, PoolFileReader.BLOCKS, List.of());
        Optional<Disclosure> disclosure = HeaderKeys.disclosure(keys);
        if (!keys.has(AT)) {
            keys.problem("'" + AT + "' is missing: where to listen, such as 0.0.0.0:8080");
        }
        return at.flatMap(place ->
                switch (place) {
                    case Place.Dns _ -> {
                        keys.problem(
                                AT,
                                "a listener for DNS has no more keys here; who may ask it stands"
                                        + " in dns: {clients: […]}");
                        yield Optional.empty();
                    }
                    case Place.Proxy(DoorSettings door) ->
                            Optional.of(
                                    new Place.Proxy(
                                            new DoorSettings(
                                                    door.address(),
                                                    asks.map(ListenKeys::asks)
                                                            .orElse(
                                                                    DoorSettings.usual(
                                                                            door.address(),
                                                                            clients)),
                                                    clients,
                                                    disclosure)));
                });
    }

    private static AskForUsers asks(Word word) {
        return switch (word) {
            case REQUIRED -> AskForUsers.REQUIRED;
            case NONE -> AskForUsers.NONE;
        };
    }

    private static Optional<String> problem(Place place, boolean users) {
        return place instanceof Place.Proxy(DoorSettings door)
                ? problem(door, users)
                : Optional.empty();
    }

    /// What is wrong with a listener: that nobody could use it, or everybody could.
    ///
    /// @param users whether there are any
    static Optional<String> problem(DoorSettings door, boolean users) {
        boolean here = door.address().getAddress().isLoopbackAddress();
        boolean anybody = door.users() == AskForUsers.NONE && door.clients().isEmpty();
        if (!here && (anybody || (!users && door.clients().isEmpty()))) {
            return Optional.of(
                    "is for everybody who can reach "
                            + EffectiveSettings.text(door.address())
                            + ": say who may use it, by 'users' (see `gyre hash`), or by the"
                            + " networks of its clients: {at: '"
                            + EffectiveSettings.text(door.address())
                            + "', clients: [192.0.2.0/24]}");
        }
        return door.users() == AskForUsers.REQUIRED && !users
                ? Optional.of("asks for users, and there are none: name some in 'users'")
                : Optional.empty();
    }

    private static Places sorted(List<Place> all) {
        List<DoorSettings> proxies = new ArrayList<>();
        List<InetSocketAddress> names = new ArrayList<>();
        for (Place place : all) {
            switch (place) {
                case Place.Proxy(DoorSettings door) -> proxies.add(door);
                case Place.Dns(InetSocketAddress address) -> names.add(address);
            }
        }
        return new Places(List.copyOf(proxies), List.copyOf(names));
    }

    /// The value as it is written in the file.
    static String text(List<DoorSettings> proxies, List<InetSocketAddress> names) {
        List<String> all = new ArrayList<>();
        proxies.forEach(door -> all.add(text(door)));
        names.forEach(address -> all.add("'" + DNS + EffectiveSettings.text(address) + "'"));
        return "[" + String.join(", ", all) + "]";
    }

    private static String text(DoorSettings door) {
        String address = "'" + EffectiveSettings.text(door.address()) + "'";
        List<String> words = new ArrayList<>();
        if (door.users() != DoorSettings.usual(door.address(), door.clients())) {
            words.add(USERS + ": " + Choice.word(door.users()));
        }
        if (!door.clients().isEmpty()) {
            words.add(DnsClientKeys.blocks(CLIENTS, door.clients()));
        }
        door.disclosure().map(HeaderKeys::word).ifPresent(words::add);
        return words.isEmpty()
                ? address
                : "{" + AT + ": " + address + ", " + String.join(", ", words) + "}";
    }
}
