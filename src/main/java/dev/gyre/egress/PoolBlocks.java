package dev.gyre.egress;

import dev.gyre.net.Host;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns entries into blocks in which no egress is twice: the first entry that names an egress has it.
final class PoolBlocks {

    /// A range of at most this many addresses keeps those that were made.
    static final int MOST_KEPT_OF_ONE = 1 << 16;

    /// All ranges together keep at most this many; those that come later in the pool keep none.
    static final int MOST_KEPT = 1 << 18;

    private final Supply supply;
    private final Kinds kinds;
    private final List<Block> blocks = new ArrayList<>();
    private final Coverage ipv4 = new Coverage();
    private final Coverage ipv6 = new Coverage();
    private final Set<Egress.Chain> chains = new HashSet<>();
    private final Set<Object> gateways = new HashSet<>();
    private final List<FreeBlock> free = new ArrayList<>();
    private final Progress progress;
    private int kept;

    /// @param kinds learns what kinds there are
    /// @param progress what it goes on with
    PoolBlocks(List<EgressEntry> entries, Supply supply, Kinds kinds, Progress progress) {
        this.supply = supply;
        this.kinds = kinds;
        this.progress = progress;
        for (int i = 0; i < entries.size(); i++) {
            add(i, entries.get(i));
        }
    }

    /// In the order of the entries.
    List<Block> blocks() {
        return List.copyOf(blocks);
    }

    FreeRanges free() {
        return new FreeRanges(free);
    }

    private void add(int place, EgressEntry entry) {
        switch (entry) {
            case EgressEntry.Interface(String name, Labels labels) ->
                    supply.addresses(name).forEach(range -> add(place, labels, range));
            case EgressEntry.Source(AddressRange range, Labels labels) -> {
                if (!range.first().equals(range.last())) {
                    frees(new FreeBlock(range, List.of(range), List.of(range)));
                }
                add(place, labels, range);
            }
            case EgressEntry.Prefix prefix -> add(place, prefix);
            case EgressEntry.Tor(Hop hop, Labels labels) -> {
                if (gateways.add(hop.server())) {
                    Reach reach = new Egress.Chain(List.of(hop)).reach();
                    blocks.add(new Tor(place, kinds.of(labels, reach), hop, progress.key()));
                }
            }
            case EgressEntry.Gateway gateway -> add(place, gateway);
            case EgressEntry.Through(List<Hop> hops, Labels labels) -> {
                Egress.Chain chain = new Egress.Chain(hops);
                if (chains.add(chain)) {
                    Labels its = located(labels, chain.last().server().host());
                    blocks.add(new Block.One(place, kinds.of(its, chain.reach()), chain));
                }
            }
            case EgressEntry.Listing listing ->
                    supply.listed(listing).forEach(each -> add(place, each));
        }
    }

    private void add(int place, EgressEntry.Prefix prefix) {
        List<AddressRange> fresh = new ArrayList<>();
        frees(
                new FreeBlock(
                        AddressRange.of(prefix.block()), prefix.notExcluded(), prefix.usable()));
        for (AddressRange range : prefix.usable()) {
            fresh.addAll((range.first() instanceof Inet4Address ? ipv4 : ipv6).add(range));
        }
        if (!fresh.isEmpty()) {
            InetAddress first = fresh.getFirst().first();
            Labels its = located(prefix.labels(), new Host.Address(first));
            Kind kind = kinds.of(its, Reach.ofSource(first));
            Prefix block =
                    new Prefix(place, kind, prefix, fresh, progress.key(), progress.of(prefix));
            if (block.count() > 0) {
                blocks.add(block);
            }
        }
    }

    private void add(int place, EgressEntry.Gateway gateway) {
        GatewayTemplate template = gateway.template();
        List<Optional<String>> countries =
                gateway.countries().isEmpty()
                        ? List.of(Optional.empty())
                        : gateway.countries().stream().map(Optional::of).toList();
        for (Optional<String> country : countries) {
            if (gateways.add(List.of(template, country))) {
                GatewaySessions sessions = progress.of(template, country, gateway.sessions());
                Labels its = country.map(gateway.labels()::in).orElse(gateway.labels());
                Kind kind = kinds.of(its, sessions.at(0).reach());
                blocks.add(new Gateway(place, kind, template, sessions));
            }
        }
    }

    /// Loopback is always there.
    private void frees(FreeBlock block) {
        if (!block.all().first().isLoopbackAddress()) {
            free.add(block);
        }
    }

    private void add(int place, Labels labels, AddressRange range) {
        Coverage family = range.first() instanceof Inet4Address ? ipv4 : ipv6;
        for (AddressRange fresh : family.add(range)) {
            Labels its = located(labels, new Host.Address(fresh.first()));
            Kind kind = kinds.of(its, Reach.ofSource(fresh.first()));
            blocks.add(
                    fresh.first().equals(fresh.last())
                            ? new Block.One(place, kind, new Egress.Direct(fresh.first()))
                            : new Sources(place, kind, fresh, keeps(fresh.size())));
        }
    }

    /// With the country that the address is in, where none is given.
    private Labels located(Labels labels, Host host) {
        return labels.country().isEmpty() && host instanceof Host.Address(InetAddress address)
                ? supply.country(address).map(labels::in).orElse(labels)
                : labels;
    }

    private boolean keeps(BigInteger size) {
        if (size.compareTo(BigInteger.valueOf(Math.min(MOST_KEPT_OF_ONE, MOST_KEPT - kept))) > 0) {
            return false;
        }
        kept += size.intValueExact();
        return true;
    }
}
