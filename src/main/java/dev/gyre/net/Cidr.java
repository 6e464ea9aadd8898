package dev.gyre.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/// A block of addresses: all that share the first `prefix` bits with `network`.
///
/// @param network the first address of the block
/// @param prefix 0 to 32 for IPv4, 0 to 128 for IPv6
public record Cidr(InetAddress network, int prefix) {

    public Cidr {
        int bits = network.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "a prefix length is from 0 to " + bits + ", not " + prefix);
        }
        network = Addresses.withLowBits(network, bits - prefix, BigInteger.ZERO);
    }

    /// The block that `address/prefix` spells, or a single address without `/`; nothing when it is neither, or when bits after
    /// the prefix are set.
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address =
                Addresses.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = address.get().getAddress().length * 8;
        int prefix = bits;
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits) {
                return Optional.empty();
            }
            prefix = Integer.parseInt(digits);
        }
        Cidr block = new Cidr(address.get(), prefix);
        return block.network.equals(address.get()) ? Optional.of(block) : Optional.empty();
    }

    /// Whether the address lies in this block. An address of the other family never does.
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }

    @Override
    public String toString() {
        return Addresses.text(network) + "/" + prefix;
    }
}
