package dev.gyre.access.domains;

import java.util.Arrays;

/// Blocks of addresses as octets: those of the first address, and one for the length of the prefix.
final class Networks {

    private Networks() {}

    /// The block of this address with a prefix of so many bits.
    static byte[] octets(byte[] address, int prefix) {
        byte[] network = Arrays.copyOf(address, address.length + 1);
        int whole = prefix / 8;
        if (whole < address.length) {
            network[whole] &= (byte) (0xff00 >> prefix % 8);
            Arrays.fill(network, whole + 1, address.length, (byte) 0);
        }
        network[address.length] = (byte) prefix;
        return network;
    }
}
