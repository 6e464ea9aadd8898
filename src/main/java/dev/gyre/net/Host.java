package dev.gyre.net;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// Where a client wants to go, as it said it: a name, or an address.
///
/// Every spelling of an address becomes [Address] here, `2130706433`, `0x7f.1` and `::ffff:127.0.0.1` too, so that no rule
/// about addresses is passed by one and no such spelling is handed to a hop that would read it its own way. Nothing here looks
/// a name up.
public sealed interface Host {

    /// The text for a `Host` field, an authority, or a log line: an IPv6 address in brackets.
    String text();

    /// A name that is yet to be resolved: lower-case ASCII, without a trailing dot.
    record Name(String text) implements Host {

        // By hand, as of Target.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name name && text.equals(name.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// An address; never an IPv4-mapped IPv6 address, which is its IPv4 address.
    record Address(InetAddress address) implements Host {

        // By hand, as of Target.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Address known && address.equals(known.address);
        }

        @Override
        public int hashCode() {
            return address.hashCode();
        }

        @Override
        public String text() {
            String literal = Addresses.text(address);
            return address instanceof Inet6Address ? "[" + literal + "]" : literal;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /// The host that this text spells, or nothing when it is no host: an IPv6 address with or without brackets but without a
    /// zone, an IPv4 address in any spelling that `inet_aton` takes, or a name of letters, digits, `-` and `_` (RFC 1123 2.1,
    /// at most 253 octets, labels of at most 63).
    static Optional<Host> parse(String text) {
        int length = text.length();
        if (length == 0 || length > 255) {
            return Optional.empty();
        }
        if (text.charAt(0) == '[') {
            return text.charAt(length - 1) == ']'
                    ? ipv6(text.substring(1, length - 1))
                    : Optional.empty();
        }
        if (text.indexOf(':') >= 0) {
            return ipv6(text);
        }
        String name = text.charAt(length - 1) == '.' ? text.substring(0, length - 1) : text;
        if (!isName(name)) {
            return Optional.empty();
        }
        if (endsInNumber(name)) {
            return ipv4(name);
        }
        return Optional.of(new Name(name.toLowerCase(Locale.ROOT)));
    }

    /// The same for what a person writes: a name may have any letters, and becomes what the DNS and hops know it by
    /// (`bücher.example` → `xn--bcher-kva.example`). What comes from a client is ASCII, or wrong: nobody says in which encoding it
    /// is.
    static Optional<Host> written(String text) {
        return Idna.toAscii(text).flatMap(Host::parse);
    }

    private static Optional<Host> ipv6(String text) {
        // The JDK knows zones, and brackets within brackets.
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Address(InetAddress.ofLiteral(text)));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Optional<Host> ipv4(String text) {
        try {
            return Optional.of(new Address(Inet4Address.ofPosixLiteral(text)));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /// Whether the last label is a number, so that the text is an IPv4 address or nothing (the rule of browsers, URL Standard
    /// 3.5).
    private static boolean endsInNumber(String name) {
        int start = name.lastIndexOf('.') + 1;
        if (start == name.length() || name.charAt(start) < '0' || name.charAt(start) > '9') {
            return false; // as most are
        }
        String last = name.substring(start);
        if (isDecimal(last)) {
            return true;
        }
        return (last.startsWith("0x") || last.startsWith("0X"))
                && last.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > 253) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_') {
                if (++label > 63) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return label > 0;
    }
}
