package dev.gyre.lists;

import dev.gyre.egress.AddressRange;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The one grammar of source addresses: one, a range `A-B`, or a block in CIDR notation.
public final class SourceText {

    public static final String EXPECTED = "an IP address, a range A-B or a CIDR block";

    private static final List<AddressRange> LOOPBACK = ranges("127.0.0.0/8", "::1/128");
    private static final List<AddressRange> UNSPECIFIED = ranges("0.0.0.0/32", "::/128");
    private static final List<AddressRange> MULTICAST = ranges("224.0.0.0/4", "ff00::/8");
    private static final List<AddressRange> BROADCAST = ranges("255.255.255.255/32");

    private SourceText() {}

    public static AddressRange parse(String text) throws BadText {
        AddressRange range = range(text);
        refuse(range, UNSPECIFIED, "the unspecified address");
        refuse(range, MULTICAST, "multicast addresses");
        refuse(range, BROADCAST, "the broadcast address");
        for (AddressRange loopback : LOOPBACK) {
            if (shareAny(range, loopback) && !holdsAll(loopback, range)) {
                throw new BadText("holds both loopback and other addresses");
            }
        }
        return range;
    }

    /// One address, a range or a block, whatever it is.
    public static AddressRange range(String text) throws BadText {
        if (text.indexOf('/') >= 0) {
            return block(text);
        }
        int dash = text.indexOf('-');
        if (dash < 0) {
            return AddressRange.of(address(text, "is not an IP address"));
        }
        String problem = "is not a range of IP addresses";
        InetAddress first = address(text.substring(0, dash).strip(), problem);
        InetAddress last = address(text.substring(dash + 1).strip(), problem);
        if (!Addresses.sameFamily(first, last)) {
            throw new BadText("is a range from one IP version to the other");
        }
        if (Addresses.number(first).compareTo(Addresses.number(last)) > 0) {
            throw new BadText(
                    "is a range that ends before it begins",
                    "did you mean '" + Addresses.text(last) + "-" + Addresses.text(first) + "'?");
        }
        return new AddressRange(first, last);
    }

    private static InetAddress address(String text, String problem) throws BadText {
        return Addresses.parse(text).orElseThrow(() -> new BadText(problem));
    }

    private static AddressRange block(String text) throws BadText {
        Optional<Cidr> block = Cidr.parse(text);
        if (block.isPresent()) {
            return AddressRange.of(block.get());
        }
        throw notABlock(text);
    }

    /// Why a text is not a block; with the block that was meant when bits after the prefix are set.
    public static BadText notABlock(String text) {
        int slash = text.indexOf('/');
        String problem = "is not a CIDR block";
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            return new BadText(problem);
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return Addresses.parse(text.substring(0, slash))
                .filter(address -> prefix <= address.getAddress().length * 8)
                .map(address ->
                        new BadText(
                                "has bits set after its prefix",
                                "did you mean '" + new Cidr(address, prefix) + "'?"))
                .orElseGet(() -> new BadText(problem));
    }

    private static void refuse(AddressRange range, List<AddressRange> special, String name)
            throws BadText {
        for (AddressRange one : special) {
            if (shareAny(range, one)) {
                throw new BadText(
                        (range.size().equals(BigInteger.ONE) ? "cannot be " : "must not hold ")
                                + name);
            }
        }
    }

    private static boolean shareAny(AddressRange one, AddressRange other) {
        return Addresses.sameFamily(one.first(), other.first())
                && compare(one.first(), other.last()) <= 0
                && compare(other.first(), one.last()) <= 0;
    }

    private static boolean holdsAll(AddressRange outer, AddressRange inner) {
        return compare(outer.first(), inner.first()) <= 0
                && compare(inner.last(), outer.last()) <= 0;
    }

    private static int compare(InetAddress one, InetAddress other) {
        return Addresses.number(one).compareTo(Addresses.number(other));
    }

    private static List<AddressRange> ranges(String... blocks) {
        return List.of(blocks).stream()
                .map(block -> AddressRange.of(Cidr.parse(block).orElseThrow()))
                .toList();
    }
}
