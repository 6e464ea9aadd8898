package dev.gyre.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The addresses that sockets are bound to whether an interface has them or not: those of prefixes, and of sources that are more than
/// one. One that is named alone must be there: it may be mistyped. Immutable.
final class FreeRanges {

    private final List<AddressRange> ranges;
    private final TreeMap<Uint128, Uint128> ipv4 = new TreeMap<>();
    private final TreeMap<Uint128, Uint128> ipv6 = new TreeMap<>();

    /// @param ranges in any order; where they overlap, they are joined
    FreeRanges(List<AddressRange> ranges) {
        this.ranges = List.copyOf(ranges);
        Coverage four = new Coverage();
        Coverage six = new Coverage();
        List<AddressRange> fresh = new ArrayList<>();
        for (AddressRange range : ranges) {
            fresh.addAll((isIpv4(range.first()) ? four : six).add(range));
        }
        for (AddressRange range : fresh) {
            (isIpv4(range.first()) ? ipv4 : ipv6)
                    .put(Uint128.of(range.first()), Uint128.of(range.last()));
        }
    }

    /// As they were given.
    List<AddressRange> all() {
        return ranges;
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
