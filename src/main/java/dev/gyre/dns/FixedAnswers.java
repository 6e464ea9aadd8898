package dev.gyre.dns;

import dev.gyre.net.Host;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Names whose addresses the operator has set: nobody is asked for them, of any type. They come before everything else, special names
/// too.
///
/// @param hosts lower-case names; none without an address. `*.lan.example` is for all below `lan.example` that have no line of
///     their own, or a nearer one
record FixedAnswers(Map<Host.Name, List<InetAddress>> hosts) {

    private static final int SECONDS = 60;
    private static final String ANYTHING = "*";

    /// The addresses of a name, as they were set; empty when none were.
    ///
    /// @param name lower-case, without a trailing dot
    List<InetAddress> of(String name) {
        if (hosts.isEmpty()) {
            return List.of();
        }
        List<InetAddress> own = hosts.get(new Host.Name(name));
        for (int dot = name.indexOf('.');
                own == null && dot >= 0;
                dot = name.indexOf('.', dot + 1)) {
            own = hosts.get(new Host.Name(ANYTHING + name.substring(dot)));
        }
        return own == null ? List.of() : own;
    }

    Optional<Answer> answer(Host.Name name, Families families) {
        List<InetAddress> all = of(name.text());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<InetAddress> wanted =
                all.stream()
                        .filter(address ->
                                switch (families) {
                                    case IPV4 -> address instanceof Inet4Address;
                                    case IPV6 -> !(address instanceof Inet4Address);
                                    case BOTH -> true;
                                })
                        .toList();
        return Optional.of(
                wanted.isEmpty() ? new Answer.NoAddress() : new Answer.Addresses(wanted));
    }

    Optional<Finding> finding(Name name, int type) {
        if (hosts.isEmpty()) {
            return Optional.empty();
        }
        List<InetAddress> all = of(NameText.of(name));
        return all.isEmpty() ? Optional.empty() : Optional.of(finding(name, type, all));
    }

    /// Records of this type for some addresses.
    static Finding finding(Name name, int type, List<InetAddress> addresses) {
        List<Record> records =
                addresses.stream()
                        .map(address -> record(name, address))
                        .filter(record -> record.getType() == type)
                        .toList();
        return new Finding(Rcode.NOERROR, records, List.of(), false, SECONDS);
    }

    private static Record record(Name name, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(name, DClass.IN, SECONDS, address)
                : new AAAARecord(name, DClass.IN, SECONDS, address);
    }
}
