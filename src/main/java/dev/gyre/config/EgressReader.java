package dev.gyre.config;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import org.snakeyaml.engine.v2.nodes.Node;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the entries of `egress:`.
final class EgressReader {

    private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8").orElseThrow();

    private final Reading reading;

    EgressReader(Reading reading) {
        this.reading = reading;
    }

    List<EgressEntry> entries(Node node) {
        List<EgressEntry> entries = new ArrayList<>();
        for (Node each : reading.list(node, "egress", false)) {
            List<EgressEntry> read = new ArrayList<>();
            List<Node> kinds = new ArrayList<>();
            reading.mapping(
                    each,
                    "an entry of egress",
                    Map.of(
                            "interface", value -> add(read, kinds, value, network(value)),
                            "source", value -> add(read, kinds, value, source(value)),
                            "proxy", value -> add(read, kinds, value, proxy(value)),
                            "chain", value -> add(read, kinds, value, chain(value))));
            if (kinds.size() > 1) {
                reading.error(
                        kinds.get(1),
                        "an entry is one of interface, source, proxy, chain: write two entries");
            }
            entries.addAll(read);
        }
        return entries;
    }

    private static void add(
            List<EgressEntry> read, List<Node> kinds, Node value, Optional<EgressEntry> entry) {
        kinds.add(value);
        entry.ifPresent(read::add);
    }

    private Optional<EgressEntry> network(Node node) {
        Optional<String> text = reading.text(node, "interface");
        if (text.isPresent() && !text.get().matches("[^\\s/]{1,15}")) {
            reading.error(node, "an interface has a name such as eth0, or is any");
            return Optional.empty();
        }
        return text.map(EgressEntry.Interface::new);
    }

    private Optional<EgressEntry> source(Node node) {
        Optional<String> text = reading.text(node, "source");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<AddressRange> range = range(node, text.get().strip());
        if (range.isPresent() && !isUsable(range.get())) {
            reading.error(
                    node,
                    "a source is of one kind, loopback or not, and never 0.0.0.0, :: or multicast");
            return Optional.empty();
        }
        return range.map(EgressEntry.Source::new);
    }

    private Optional<AddressRange> range(Node node, String text) {
        if (text.indexOf('/') >= 0) {
            Optional<Cidr> block = Cidr.parse(text);
            if (block.isEmpty()) {
                reading.error(
                        node,
                        "source is not a block such as 203.0.113.0/24, with no bit set behind the"
                                + " prefix: "
                                + text);
            }
            return block.map(AddressRange::of);
        }
        String[] ends = text.split("-", -1);
        List<InetAddress> addresses = new ArrayList<>();
        for (String end : ends) {
            Optional<InetAddress> address = Addresses.parse(end.strip());
            if (address.isEmpty() || ends.length > 2) {
                reading.error(node, "source is not an IP address: " + text);
                return Optional.empty();
            }
            addresses.add(address.get());
        }
        InetAddress first = addresses.getFirst();
        InetAddress last = addresses.getLast();
        if (!Addresses.sameFamily(first, last)
                || Addresses.number(first).compareTo(Addresses.number(last)) > 0) {
            reading.error(node, "source is not a range from a lower to a higher address: " + text);
            return Optional.empty();
        }
        return Optional.of(new AddressRange(first, last));
    }

    private static boolean isUsable(AddressRange range) {
        InetAddress first = range.first();
        InetAddress last = range.last();
        if (first.isAnyLocalAddress() || last.isMulticastAddress() || first.isMulticastAddress()) {
            return false;
        }
        if (first.getAddress().length == 16) {
            return first.isLoopbackAddress() == last.isLoopbackAddress();
        }
        boolean spansLoopback =
                Addresses.number(first).compareTo(Addresses.number(LOOPBACK.network())) < 0
                        && Addresses.number(last).compareTo(Addresses.number(LOOPBACK.network()))
                                >= 0;
        return !spansLoopback && LOOPBACK.contains(first) == LOOPBACK.contains(last);
    }

    private Optional<EgressEntry> proxy(Node node) {
        return hop(node, "proxy").map(hop -> new EgressEntry.Through(List.of(hop)));
    }

    private Optional<EgressEntry> chain(Node node) {
        List<Node> nodes = reading.list(node, "chain", false);
        List<Hop> hops = new ArrayList<>();
        nodes.forEach(each -> hop(each, "a hop").ifPresent(hops::add));
        if (nodes.size() > 8) {
            reading.error(node, "a chain has 8 hops at most");
        }
        return hops.isEmpty() ? Optional.empty() : Optional.of(new EgressEntry.Through(hops));
    }

    private Optional<Hop> hop(Node node, String what) {
        Optional<String> text = reading.text(node, what);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(HopUrl.parse(text.get().strip()));
        } catch (HopUrl.Malformed malformed) {
            reading.error(node, malformed.reason());
            return Optional.empty();
        }
    }
}
