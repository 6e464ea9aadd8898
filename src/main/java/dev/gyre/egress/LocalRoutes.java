package dev.gyre.egress;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The addresses whose packets this machine takes for its own, as Linux tells in `/proc/net`: without them, a connection may leave
/// from an address, but no answer comes back to it.
public final class LocalRoutes {

    private static final Path SYSTEM = Path.of("/proc/net");

    /// Of `RTF_LOCAL`.
    private static final long LOCAL = 0x8000_0000L;

    private static final Pattern LEAF = Pattern.compile("\\s*\\|-- (\\S+)");
    private static final Pattern ROUTE = Pattern.compile("\\s*/([0-9]{1,2}) \\S+ LOCAL");

    private final Optional<List<AddressRange>> ipv4;
    private final Optional<List<AddressRange>> ipv6;

    private LocalRoutes(Optional<List<AddressRange>> ipv4, Optional<List<AddressRange>> ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /// Those of this machine now. Blocks.
    public static LocalRoutes read() {
        return read(SYSTEM);
    }

    /// @param folder with the files `fib_trie` and `ipv6_route`; of what is not there, nothing is known
    static LocalRoutes read(Path folder) {
        return new LocalRoutes(
                lines(folder.resolve("fib_trie")).map(LocalRoutes::ipv4),
                lines(folder.resolve("ipv6_route")).map(LocalRoutes::ipv6));
    }

    /// Whether all these addresses are taken, or nothing is known of their family.
    public boolean include(AddressRange range) {
        return (range.first() instanceof Inet4Address ? ipv4 : ipv6)
                .map(local -> {
                    Coverage covered = new Coverage();
                    local.forEach(covered::add);
                    return covered.add(range).isEmpty();
                })
                .orElse(true);
    }

    /// The range as blocks, as few as can be.
    public static List<Cidr> blocks(AddressRange range) {
        List<Cidr> blocks = new ArrayList<>();
        int bits = range.first().getAddress().length * Byte.SIZE;
        BigInteger next = Addresses.number(range.first());
        BigInteger last = Addresses.number(range.last());
        while (next.compareTo(last) <= 0) {
            BigInteger left = last.subtract(next).add(BigInteger.ONE);
            int free = Math.min(bits, left.bitLength() - 1);
            if (next.signum() != 0) {
                free = Math.min(free, next.getLowestSetBit());
            }
            blocks.add(new Cidr(Addresses.of(next, range.first()), bits - free));
            next = next.add(BigInteger.ONE.shiftLeft(free));
        }
        return blocks;
    }

    private static Optional<List<String>> lines(Path file) {
        try {
            return Optional.of(Files.readAllLines(file));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// A tree, in which each leaf is an address with its routes: `|-- 203.0.113.0`, then `/24 host LOCAL`.
    private static List<AddressRange> ipv4(List<String> lines) {
        List<AddressRange> local = new ArrayList<>();
        Optional<InetAddress> leaf = Optional.empty();
        for (String line : lines) {
            Matcher address = LEAF.matcher(line);
            if (address.matches()) {
                leaf = Addresses.parse(address.group(1));
                continue;
            }
            Matcher route = ROUTE.matcher(line);
            if (route.matches() && leaf.isPresent()) {
                int prefix = Integer.parseInt(route.group(1));
                local.add(AddressRange.of(new Cidr(leaf.get(), prefix)));
            }
        }
        return local;
    }

    /// A line for each route: destination, length of its prefix, source and its, gateway, metric, use, references, flags, device.
    private static List<AddressRange> ipv6(List<String> lines) {
        List<AddressRange> local = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length >= 9 && (Long.parseLong(words[8], 16) & LOCAL) != 0) {
                InetAddress network = Addresses.of(HexFormat.of().parseHex(words[0]));
                local.add(AddressRange.of(new Cidr(network, Integer.parseInt(words[1], 16))));
            }
        }
        return local;
    }
}
