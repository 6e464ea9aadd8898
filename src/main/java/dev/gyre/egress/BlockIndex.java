package dev.gyre.egress;

import dev.gyre.net.Cidr;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the block that an egress is in, and the blocks of its network. Immutable.
final class BlockIndex {

    /// The networks whose addresses are neighbours: they are given out, and refused by targets, as one.
    private static final int IPV4_PREFIX = 24;

    private static final int IPV6_PREFIX = 64;

    private final Map<Egress.Chain, Block> chains = new LinkedHashMap<>();

    /// By where they listen, since their chains are not all known.
    private final Map<Target, List<Gateway>> gateways = new LinkedHashMap<>();

    private final Map<Target, Tor> tors = new LinkedHashMap<>();

    private final SourceIndex ipv4;
    private final SourceIndex ipv6;

    BlockIndex(List<Block> blocks) {
        List<Block> four = new ArrayList<>();
        List<Block> six = new ArrayList<>();
        for (Block block : blocks) {
            switch (block) {
                case Block.One(_, _, Egress.Chain chain) -> chains.put(chain, block);
                case Block.One(_, _, Egress.Direct(InetAddress source)) ->
                        (source instanceof Inet4Address ? four : six).add(block);
                case Sources sources ->
                        (sources.range().first() instanceof Inet4Address ? four : six).add(block);
                case Prefix prefix ->
                        (prefix.ranges().getFirst().first() instanceof Inet4Address ? four : six)
                                .add(block);
                case Gateway gateway ->
                        gateways.computeIfAbsent(gateway.server(), _ -> new ArrayList<>())
                                .add(gateway);
                case Tor tor -> tors.put(tor.server(), tor);
            }
        }
        ipv4 = new SourceIndex(four);
        ipv6 = new SourceIndex(six);
    }

    /// The block that this egress is in.
    Optional<Block> find(Egress egress) {
        return switch (egress) {
            case Egress.Chain chain -> find(chain);
            case Egress.Direct(InetAddress source) -> family(source).find(source);
        };
    }

    private Optional<Block> find(Egress.Chain chain) {
        Block named = chains.get(chain);
        return named != null ? Optional.of(named) : findAt(chain.last().server(), chain);
    }

    private Optional<Block> findAt(Target server, Egress.Chain chain) {
        Tor tor = tors.get(server);
        if (tor != null && (tor.has(chain) || tor.whole().equals(chain))) {
            return Optional.of(tor);
        }
        for (Gateway gateway : gateways.getOrDefault(server, List.of())) {
            if (gateway.has(chain)) {
                return Optional.of(gateway);
            }
        }
        return Optional.empty();
    }

    /// What stands for all egresses of the process that this is one of; nothing for one of no such process.
    Egress.@Nullable Chain whole(Egress.Chain chain) {
        Tor tor = tors.isEmpty() ? null : tors.get(chain.last().server());
        return tor != null && tor.has(chain) ? tor.whole() : null;
    }

    /// What the pool has of this egress's network, itself included when it is in the pool. For a chain, those are the chains
    /// whose last hop is in the network of its own last hop, or has the same name.
    List<Block> neighbours(Egress egress) {
        return switch (egress) {
            case Egress.Direct(InetAddress source) ->
                    family(source).within(AddressRange.of(network(source)));
            case Egress.Chain chain -> {
                Host host = chain.last().server().host();
                Stream<Block> named =
                        chains.entrySet().stream()
                                .filter(other ->
                                        isNeighbour(host, other.getKey().last().server().host()))
                                .map(Map.Entry::getValue);
                Stream<Block> many =
                        Stream.concat(at(host, gateways).flatMap(List::stream), at(host, tors));
                yield Stream.concat(named, many).toList();
            }
        };
    }

    private static <T> Stream<T> at(Host host, Map<Target, T> blocks) {
        return blocks.entrySet().stream()
                .filter(other -> isNeighbour(host, other.getKey().host()))
                .map(Map.Entry::getValue);
    }

    private static boolean isNeighbour(Host host, Host other) {
        return switch (host) {
            case Host.Name name -> name.equals(other);
            case Host.Address(InetAddress address) ->
                    other instanceof Host.Address(InetAddress others)
                            && network(address).contains(others);
        };
    }

    private static Cidr network(InetAddress address) {
        return new Cidr(address, address instanceof Inet4Address ? IPV4_PREFIX : IPV6_PREFIX);
    }

    private SourceIndex family(InetAddress source) {
        return source instanceof Inet4Address ? ipv4 : ipv6;
    }
}
