package dev.gyre.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The addresses that sockets are bound to whether an interface has them or not: those of prefixes, and of sources that are more than
/// one. One that is named alone must be there: it may be mistyped. Immutable.
final class FreeRanges {

    private final List<FreeBlock> blocks;
    private final TreeMap<Uint128, Uint128> ipv4 = new TreeMap<>();
    private final TreeMap<Uint128, Uint128> ipv6 = new TreeMap<>();

    /// @param blocks in any order; they may overlap
    FreeRanges(List<FreeBlock> blocks) {
        this.blocks = List.copyOf(blocks);
        Coverage four = new Coverage();
        Coverage six = new Coverage();
        List<AddressRange> fresh = new ArrayList<>();
        for (FreeBlock block : blocks) {
            for (AddressRange range : block.used()) {
                fresh.addAll((isIpv4(range.first()) ? four : six).add(range));
            }
        }
        for (AddressRange range : fresh) {
            (isIpv4(range.first()) ? ipv4 : ipv6)
                    .put(Uint128.of(range.first()), Uint128.of(range.last()));
        }
    }

    /// As they were given.
    List<FreeBlock> all() {
        return blocks;
    }

    boolean include(InetAddress address) {
        Uint128 number = Uint128.of(address);
        var at = (isIpv4(address) ? ipv4 : ipv6).floorEntry(number);
        return at != null && at.getValue().compareTo(number) >= 0;
    }

    private static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }
}
