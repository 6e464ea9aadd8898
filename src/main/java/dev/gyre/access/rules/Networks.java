package dev.gyre.access.rules;

import dev.gyre.net.Cidr;

import java.net.InetAddress;
import java.util.List;

/// Some blocks of addresses.
public record Networks(List<Cidr> blocks) {

    public Networks {
        blocks = List.copyOf(blocks);
    }

    boolean contain(InetAddress address) {
        for (Cidr block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
