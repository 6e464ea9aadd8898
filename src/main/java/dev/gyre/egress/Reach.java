package dev.gyre.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;

/// A set of kinds of targets: what an egress can get to, or what a request needs.
///
/// @param bits one bit for each kind; see the constants
public record Reach(int bits) {

    /// 127.0.0.0/8.
    public static final Reach LOOPBACK_IPV4 = new Reach(1);

    /// ::1.
    public static final Reach LOOPBACK_IPV6 = new Reach(2);

    /// Any other IPv4 address.
    public static final Reach IPV4 = new Reach(4);

    /// Any other IPv6 address.
    public static final Reach IPV6 = new Reach(8);

    /// A name that is not resolved before it is handed on.
    public static final Reach NAME = new Reach(16);

    /// Every address.
    public static final Reach ADDRESSES = new Reach(15);

    /// Every address, and names.
    public static final Reach ALL = new Reach(31);

    /// No address.
    public static final Reach NONE = new Reach(0);

    /// How many different sets there are.
    static final int SETS = 32;

    /// The kind of this address.
    public static Reach kindOf(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.isLoopbackAddress() ? LOOPBACK_IPV4 : IPV4;
        }
        return address.isLoopbackAddress() ? LOOPBACK_IPV6 : IPV6;
    }

    /// The kinds of all these addresses.
    public static Reach kindsOf(Collection<InetAddress> addresses) {
        Reach kinds = NONE;
        for (InetAddress address : addresses) {
            kinds = kinds.plus(kindOf(address));
        }
        return kinds;
    }

    /// What a socket bound to this source can get to: its own family; and from loopback nothing but loopback.
    public static Reach ofSource(InetAddress source) {
        if (source instanceof Inet4Address) {
            return source.isLoopbackAddress() ? LOOPBACK_IPV4 : LOOPBACK_IPV4.plus(IPV4);
        }
        return source.isLoopbackAddress() ? LOOPBACK_IPV6 : LOOPBACK_IPV6.plus(IPV6);
    }

    /// The kinds of addresses of this address's family.
    public static Reach familyOf(InetAddress address) {
        return address instanceof Inet4Address
                ? LOOPBACK_IPV4.plus(IPV4)
                : LOOPBACK_IPV6.plus(IPV6);
    }

    public boolean meets(Reach other) {
        return (bits & other.bits) != 0;
    }

    public boolean includes(InetAddress address) {
        return meets(kindOf(address));
    }

    public Reach plus(Reach other) {
        return new Reach(bits | other.bits);
    }

    public Reach minus(Reach other) {
        return new Reach(bits & ~other.bits);
    }

    public Reach and(Reach other) {
        return new Reach(bits & other.bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }
}
