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

/// Names whose addresses the operator has set: nobody is asked for them, of any type.
///
/// @param hosts lower-case names; none without an address
record FixedAnswers(Map<Host.Name, List<InetAddress>> hosts) {

    private static final int SECONDS = 60;

    Optional<Answer> answer(Host.Name name, Families families) {
        return Optional.ofNullable(hosts.get(name))
                .map(all -> {
                    List<InetAddress> wanted =
                            all.stream()
                                    .filter(address ->
                                            families == Families.BOTH
                                                    || address instanceof Inet4Address
                                                            == (families == Families.IPV4))
                                    .toList();
                    return wanted.isEmpty() ? new Answer.NoAddress() : new Answer.Addresses(wanted);
                });
    }

    Optional<Finding> finding(Name name, int type) {
        if (hosts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(hosts.get(new Host.Name(NameText.of(name))))
                .map(all -> finding(name, type, all));
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
