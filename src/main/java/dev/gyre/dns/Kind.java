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

    private final int type;

    Kind(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }

    /// Whether what it holds is an IPv4-mapped address: that is of the other kind.
    boolean isDisguise(AAAARecord record) {
        return !(made(record.getAddress()) instanceof Inet6Address);
    }

    /// The addresses of this kind that were found.
    List<InetAddress> of(Finding finding) {
        return finding.answers().stream()
                .filter(record -> record.getType() == type)
                .map(Kind::address)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(made(a.getAddress()));
            case AAAARecord aaaa -> Optional.of(made(aaaa.getAddress()));
            default -> Optional.empty();
        };
    }

    /// Made anew: dnsjava's carry the name, and an IPv4-mapped one must show itself.
    private static InetAddress made(InetAddress address) {
        return Addresses.of(address.getAddress());
    }
}
