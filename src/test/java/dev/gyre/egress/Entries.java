package dev.gyre.egress;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Credentials;
import dev.gyre.net.Target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Pools for tests, in few words.
final class Entries {

    private Entries() {}

    static EgressPool pool(EgressEntry... entries) {
        return EgressPool.of(List.of(entries), _ -> List.of(range("192.0.2.1", "192.0.2.1")));
    }

    static AddressRange range(String first, String last) {
        return new AddressRange(
                Addresses.parse(first).orElseThrow(), Addresses.parse(last).orElseThrow());
    }

    static EgressEntry source(String first, String last) {
        return new EgressEntry.Source(range(first, last));
    }

    /// An address or a block.
    static EgressEntry block(String cidr) {
        return block(cidr, Labels.NONE);
    }

    static EgressEntry block(String cidr, Labels labels) {
        return new EgressEntry.Source(AddressRange.of(Cidr.parse(cidr).orElseThrow()), labels);
    }

    static EgressEntry hops(Labels labels, String... servers) {
        return new EgressEntry.Through(
                Arrays.stream(servers).map(server -> hop(server, "user")).toList(), labels);
    }

    static EgressEntry hops(String... servers) {
        return hops(Labels.NONE, servers);
    }

    static Hop hop(String server, String user) {
        return new Hop(
                HopScheme.SOCKS5H,
                Target.parse(server).orElseThrow(),
                Optional.of(new Credentials(user, "secret")));
    }

    static Egress direct(String address) {
        return new Egress.Direct(Addresses.parse(address).orElseThrow());
    }

    static Egress chain(String... servers) {
        return new Egress.Chain(Arrays.stream(servers).map(server -> hop(server, "user")).toList());
    }

    static Labels weight(int weight) {
        return new Labels(weight, Set.of(), Optional.empty(), Optional.empty());
    }

    static Labels tags(String... tags) {
        return new Labels(1, Set.of(tags), Optional.empty(), Optional.empty());
    }

    static Labels group(String group) {
        return new Labels(1, Set.of(), Optional.empty(), Optional.of(group));
    }

    static Narrowing to(String... tags) {
        return new Narrowing(Set.of(tags), Optional.empty(), Optional.empty());
    }

    static Narrowing toGroup(String group) {
        return new Narrowing(Set.of(), Optional.empty(), Optional.of(group));
    }

    static Narrowing toCountry(String country) {
        return new Narrowing(Set.of(), Optional.of(country), Optional.empty());
    }

    /// All egresses of a view, in its order.
    static List<String> all(PoolView view) {
        List<String> all = new ArrayList<>();
        for (long i = 0; i < view.size(); i++) {
            all.add(view.at(i).toString());
        }
        return all;
    }
}
