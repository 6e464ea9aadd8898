package dev.gyre.egress;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The addresses that this machine has now.
public final class Interfaces {

    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

    private Interfaces() {}

    /// What can be bound on the interface of that name (`any`: on all that are up), in the system's order. Empty when there is
    /// no such interface, or it is down, or has no address that can be used. Link-local IPv6 addresses are left out: no target
    /// can be told from them without a zone.
    ///
    /// On Linux the whole block of a loopback interface can be bound, 127.0.0.0/8 as a rule.
    public static List<AddressRange> addresses(String name) {
        List<AddressRange> ranges = new ArrayList<>();
        try {
            for (NetworkInterface each :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                boolean asked =
                        name.equals(EgressEntry.Interface.ANY) || name.equals(each.getName());
                if (asked && each.isUp()) {
                    for (InterfaceAddress address : each.getInterfaceAddresses()) {
                        // A unique local address is no way to the Internet; whoever wants it names
                        // the interface.
                        if (name.equals(each.getName()) || !isUniqueLocal(address.getAddress())) {
                            add(ranges, address);
                        }
                    }
                }
            }
        } catch (SocketException unreadable) {
            return List.of();
        }
        return ranges;
    }

    private static boolean isUniqueLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    }

    /// Every address of this machine but loopback's, whether it is up or not.
    public static Set<InetAddress> own() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .map(address -> Addresses.of(address.getAddress()))
                    .collect(Collectors.toSet());
        } catch (SocketException unreadable) {
            return Set.of();
        }
    }

    private static void add(List<AddressRange> ranges, InterfaceAddress assigned) {
        // Without the zone, which Java keeps for each IPv6 address it reads off an interface.
        InetAddress address = Addresses.of(assigned.getAddress().getAddress());
        if (address.isLinkLocalAddress() || address.isAnyLocalAddress()) {
            return;
        }
        int prefix = assigned.getNetworkPrefixLength();
        if (LINUX
                && address.isLoopbackAddress()
                && address.getAddress().length == 4
                && prefix < 31) {
            AddressRange all = AddressRange.of(new Cidr(address, prefix));
            // The first and the last address of a network can't be the source of a connection.
            ranges.add(
                    new AddressRange(
                            Addresses.of(
                                    Addresses.number(all.first()).add(BigInteger.ONE), address),
                            Addresses.of(
                                    Addresses.number(all.last()).subtract(BigInteger.ONE),
                                    address)));
        } else {
            ranges.add(AddressRange.of(address));
        }
    }
}
