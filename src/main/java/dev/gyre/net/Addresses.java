package dev.gyre.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses as numbers. The one place that makes an [InetAddress]: nothing here can look a name up.
public final class Addresses {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final Pattern DOTTED =
            Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private Addresses() {}

    /// The address that a strict literal spells (dotted decimal, or IPv6 without a zone), or nothing.
    public static Optional<InetAddress> parse(String literal) {
        if (literal.indexOf('%') >= 0 || literal.indexOf('[') >= 0) {
            return Optional.empty();
        }
        boolean dotted = DOTTED.matcher(literal).matches();
        if (!dotted && literal.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /// The address of these 4 or 16 bytes, in network order.
    public static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }

    /// The address as everybody writes it: an IPv6 address in the short form of RFC 5952, without a zone.
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address.getHostAddress() : ipv6Text(bytes);
    }

    private static String ipv6Text(byte[] bytes) {
        int zeros = 0; // how many groups of the longest run of zeros, if that is worth a `::`
        int at = -1; // where it starts
        for (int start = 0; start < 8; start++) {
            int end = start;
            while (end < 8 && group(bytes, end) == 0) {
                end++;
            }
            if (end - start > Math.max(zeros, 1)) {
                zeros = end - start;
                at = start;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == at) {
                text.append("::");
                i += zeros - 1;
            } else {
                if (i > 0 && i != at + zeros) {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(bytes, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int i) {
        return (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }

    /// The address as an unsigned number.
    public static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    /// The address of `like`'s family with this number.
    public static InetAddress of(BigInteger number, InetAddress like) {
        byte[] bytes = new byte[like.getAddress().length];
        byte[] magnitude = number.toByteArray();
        int from = Math.max(0, magnitude.length - bytes.length);
        int count = magnitude.length - from;
        System.arraycopy(magnitude, from, bytes, bytes.length - count, count);
        return like instanceof Inet4Address ? of(bytes) : ipv6(bytes);
    }

    /// The upper 64 bits of an address as a number; none are set for IPv4.
    public static long high(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? 0 : (long) LONG.get(bytes, 0);
    }

    /// The lower 64 bits of an address as a number: all 32 of IPv4.
    public static long low(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? Integer.toUnsignedLong((int) INT.get(bytes, 0))
                : (long) LONG.get(bytes, 8);
    }

    /// The address that lies so many places behind another of its family.
    ///
    /// @param high the upper 64 bits of the distance, unsigned
    /// @param low the lower 64 bits of the distance, unsigned
    /// @throws IllegalArgumentException when the family has none so far
    public static InetAddress plus(InetAddress address, long high, long low) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            long left = ~(int) INT.get(bytes, 0) & 0xffff_ffffL;
            if (high != 0 || Long.compareUnsigned(low, left) > 0) {
                throw new IllegalArgumentException("no such address behind " + text(address));
            }
            INT.set(bytes, 0, (int) INT.get(bytes, 0) + (int) low);
            return of(bytes);
        }
        long lower = (long) LONG.get(bytes, 8) + low;
        long carry = Long.compareUnsigned(lower, low) < 0 ? 1 : 0;
        long left = ~(long) LONG.get(bytes, 0);
        if (Long.compareUnsigned(high, left) > 0 || (carry == 1 && high == left)) {
            throw new IllegalArgumentException("no such address behind " + text(address));
        }
        LONG.set(bytes, 0, (long) LONG.get(bytes, 0) + high + carry);
        LONG.set(bytes, 8, lower);
        return ipv6(bytes);
    }

    /// The address with its last `bits` bits replaced.
    public static InetAddress withLowBits(InetAddress address, int bits, BigInteger low) {
        BigInteger high = number(address).shiftRight(bits).shiftLeft(bits);
        return of(high.or(low), address);
    }

    /// What stands for all addresses that one client may have: an IPv4 address for itself, an IPv6 address for its /64, since who has
    /// one of these has all.
    public static InetAddress holder(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address;
        }
        LONG.set(bytes, 8, 0L);
        return ipv6(bytes);
    }

    /// Whether the Internet knows the address by another one, if at all: what a network translates.
    public static boolean isPrivate(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean shared = octets.length == 4 && octets[0] == 100 && (octets[1] & 0xc0) == 64;
        boolean uniqueLocal = octets.length == 16 && (octets[0] & 0xfe) == 0xfc;
        return shared || uniqueLocal || address.isSiteLocalAddress();
    }

    /// Whether both are of the same family.
    public static boolean sameFamily(InetAddress one, InetAddress other) {
        return one instanceof Inet4Address == other instanceof Inet4Address;
    }

    private static InetAddress ipv6(byte[] bytes) {
        try {
            return java.net.Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }
}
