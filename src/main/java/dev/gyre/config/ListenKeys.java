package dev.gyre.config;

import dev.gyre.inbound.DoorSettings;
import dev.gyre.inbound.DoorTls;
import dev.gyre.inbound.ListenAt;
import dev.gyre.inbound.client.Door.AskForUsers;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Disclosure;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    private static final String PROXY_PROTOCOL = "proxy-protocol";
    private static final String UNIX = "unix:";
    private static final String MODE = "mode";
    private static final String TLS = "tls";

    private static final NodeReader<Integer> MODES =
            new ScalarReader<>("a file mode, such as \"0660\"", ListenKeys::mode);

    /// Of a socket's path, so that there is room for the folder in which it is bound.
    private static final int MOST_OCTETS = 80;

    private static final InetSocketAddress USUAL =
            new InetSocketAddress(Addresses.parse("127.0.0.1").orElseThrow(), 8080);

    /// The words of the file for [AskForUsers]; what the usual is needs no word.
    private enum Word {
        REQUIRED,
        NONE
    }

    private final boolean users;
    private final Set<InetSocketAddress> seen = new HashSet<>();
    private final Set<Path> files = new HashSet<>();

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
        if (text.startsWith(UNIX)) {
            return new Place.Proxy(
                    DoorSettings.at(
                            new ListenAt.Unix(
                                    socket(text.substring(UNIX.length())),
                                    ListenAt.Unix.USUAL_MODE)));
        }
        boolean dns = text.startsWith(DNS);
        InetSocketAddress address =
                ListenAddress.parse(dns ? text.substring(DNS.length()) : text, seen);
        return dns ? new Place.Dns(address) : new Place.Proxy(DoorSettings.at(address));
    }

    private Path socket(String text) throws BadValue {
        Path file = PathReader.path(text);
        if (!file.isAbsolute()) {
            throw new BadValue("needs the whole path of the socket, such as unix:/run/gyre.sock");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_OCTETS) {
            throw new BadValue("has a path of more than " + MOST_OCTETS + " octets");
        }
        if (!files.add(file.normalize())) {
            throw new BadValue("has the same socket twice");
        }
        return file.normalize();
    }

    private static int mode(String text) throws BadValue {
        if (!text.matches("0?[0-7]{3}")) {
            throw new BadValue("is not a file mode, such as \"0660\"");
        }
        return Integer.parseInt(text, 8);
    }

    private Optional<Place> door(MappingReader keys) {
        Optional<Place> at = keys.take(AT, new ScalarReader<>(ListenAddress.EXPECTED, this::place));
        Optional<Word> asks = keys.take(USERS, Choice.of(Word.values()));
        List<Cidr> clients = keys.take(CLIENTS, PoolFileReader.BLOCKS, List.of());
        Optional<Disclosure> disclosure = HeaderKeys.disclosure(keys);
        List<Cidr> balancers = keys.take(PROXY_PROTOCOL, PoolFileReader.BLOCKS, List.of());
        Optional<Integer> mode = keys.take(MODE, MODES);
        Optional<DoorTls> tls = keys.take(TLS, TlsKeys.READER);
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
                    case Place.Proxy(DoorSettings door) -> {
                        ListenAt there =
                                switch (door.at()) {
                                    case ListenAt.Tcp tcp -> {
                                        refuse(keys, List.of(MODE), "a Unix socket");
                                        yield tcp;
                                    }
                                    case ListenAt.Unix(Path file, int usual) -> {
                                        refuse(
                                                keys,
                                                List.of(CLIENTS, PROXY_PROTOCOL),
                                                "an address: a Unix socket's clients have none,"
                                                        + " and 'mode' says who may connect");
                                        yield new ListenAt.Unix(file, mode.orElse(usual));
                                    }
                                };
                        AskForUsers users =
                                asks.map(ListenKeys::asks)
                                        .orElse(DoorSettings.usual(there, clients, balancers));
                        yield Optional.of(
                                new Place.Proxy(
                                        new DoorSettings(
                                                there,
                                                users,
                                                clients,
                                                balancers,
                                                tls,
                                                disclosure)));
                    }
                });
    }

    private static void refuse(MappingReader keys, List<String> those, String where) {
        those.stream()
                .filter(keys::has)
                .forEach(key -> keys.problem(key, key + " is for a listener at " + where));
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
        boolean anybody = door.users() == AskForUsers.NONE && door.clients().isEmpty();
        if (!door.isForThisMachine() && (anybody || (!users && door.clients().isEmpty()))) {
            return Optional.of(
                    "is for everybody who can reach "
                            + text(door.at())
                            + (door.at().isForThisMachine() ? " through its balancers" : "")
                            + ": say who may use it, by 'users' (see `gyre hash`), or by the"
                            + " networks of its clients: {at: '"
                            + text(door.at())
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
        String at = ListKeys.quoted(text(door.at()));
        List<String> words = new ArrayList<>();
        if (door.users() != DoorSettings.usual(door.at(), door.clients(), door.balancers())) {
            words.add(USERS + ": " + Choice.word(door.users()));
        }
        if (!door.clients().isEmpty()) {
            words.add(DnsClientKeys.blocks(CLIENTS, door.clients()));
        }
        door.tls().map(TlsKeys::text).ifPresent(words::add);
        door.disclosure().map(HeaderKeys::word).ifPresent(words::add);
        if (!door.balancers().isEmpty()) {
            words.add(DnsClientKeys.blocks(PROXY_PROTOCOL, door.balancers()));
        }
        if (door.at() instanceof ListenAt.Unix(_, int mode) && mode != ListenAt.Unix.USUAL_MODE) {
            words.add(String.format(Locale.ROOT, "%s: '%04o'", MODE, mode));
        }
        return words.isEmpty() ? at : "{" + AT + ": " + at + ", " + String.join(", ", words) + "}";
    }

    private static String text(ListenAt at) {
        return switch (at) {
            case ListenAt.Tcp(InetSocketAddress address) -> EffectiveSettings.text(address);
            case ListenAt.Unix(Path file, _) -> UNIX + file;
        };
    }
}
