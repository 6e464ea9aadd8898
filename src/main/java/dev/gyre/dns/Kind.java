package dev.gyre.dns;

import dev.gyre.net.Addresses;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The types of records that hold addresses.
enum Kind {
    A(Type.A),
    AAAA(Type.AAAA);

    /// How many addresses of a name are handed on: nobody tries more.
    static final int MOST = 8;

    private final int type;

    Kind(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }

    /// Whether what it holds is an IPv4-mapped address: an IPv4 address in disguise.
    static boolean isDisguise(AAAARecord record) {
        return !(made(record.getAddress()) instanceof Inet6Address);
    }

    /// The addresses of this kind that were found, the first of them.
    List<InetAddress> of(Finding finding) {
        return finding.answers().stream()
                .filter(record -> record.getType() == type)
                .map(Kind::address)
                .flatMap(Optional::stream)
                .limit(MOST)
                .toList();
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(made(a.getAddress()));
            case AAAARecord aaaa when !isDisguise(aaaa) -> Optional.of(made(aaaa.getAddress()));
            default -> Optional.empty();
        };
    }

    /// Made anew: dnsjava's carry the name, and an IPv4-mapped one must show itself.
    private static InetAddress made(InetAddress address) {
        return Addresses.of(address.getAddress());
    }
}
