package dev.gyre.dns;

import org.xbill.DNS.Type;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// The record types that are asked for.
enum Kind {
    A(Type.A),
    AAAA(Type.AAAA);

    private final int type;

    Kind(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }

    /// Whether an address is of this kind's family: an IPv4-mapped IPv6 address in an AAAA record
    /// is not.
    boolean holds(InetAddress address) {
        return switch (this) {
            case A -> address instanceof Inet4Address;
            case AAAA -> address instanceof Inet6Address;
        };
    }
}
