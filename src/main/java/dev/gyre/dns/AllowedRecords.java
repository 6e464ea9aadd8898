package dev.gyre.dns;

import dev.gyre.net.Addresses;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.HTTPSRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.SVCBBase.ParameterBase;
import org.xbill.DNS.SVCBRecord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Takes out of answers the addresses that clients are not to learn, those that services hint at (RFC 9460 7.3) too.
///
/// @param rule which are left in
record AllowedRecords(AddressRule rule) {

    private static final int IPV4 = 4;
    private static final int IPV6 = 16;

    /// @param name that was asked for, lower-case
    List<Record> of(String name, List<Record> records) {
        List<Record> allowed = new ArrayList<>(records.size());
        for (Record record : records) {
            of(name, record).ifPresent(allowed::add);
        }
        return allowed;
    }

    private Optional<Record> of(String name, Record record) {
        return switch (record) {
            case ARecord a ->
                    Optional.of(record).filter(_ -> allows(name, a.getAddress().getAddress()));
            case AAAARecord aaaa ->
                    Optional.of(record)
                            .filter(_ ->
                                    !Kind.isDisguise(aaaa)
                                            && allows(name, aaaa.getAddress().getAddress()));
            case SVCBBase service -> withoutHints(name, service);
            default -> Optional.of(record);
        };
    }

    private Optional<Record> withoutHints(String name, SVCBBase service) {
        List<ParameterBase> kept = new ArrayList<>();
        for (int key : service.getSvcParamKeys()) {
            ParameterBase parameter = service.getSvcParamValue(key);
            boolean hidden =
                    switch (key) {
                        case SVCBBase.IPV4HINT -> !allowsAll(name, parameter.toWire(), IPV4);
                        case SVCBBase.IPV6HINT -> !allowsAll(name, parameter.toWire(), IPV6);
                        default -> false;
                    };
            if (!hidden) {
                kept.add(parameter);
            }
        }
        if (kept.size() == service.getSvcParamKeys().size()) {
            return Optional.of(service);
        }
        if (service.getSvcParamKeys().contains(SVCBBase.MANDATORY)) {
            // It may be of no use without them.
            return Optional.empty();
        }
        return Optional.of(
                service instanceof HTTPSRecord
                        ? new HTTPSRecord(
                                service.getName(),
                                service.getDClass(),
                                service.getTTL(),
                                service.getSvcPriority(),
                                service.getTargetName(),
                                kept)
                        : new SVCBRecord(
                                service.getName(),
                                service.getDClass(),
                                service.getTTL(),
                                service.getSvcPriority(),
                                service.getTargetName(),
                                kept));
    }

    private boolean allowsAll(String name, byte[] addresses, int size) {
        for (int at = 0; at + size <= addresses.length; at += size) {
            if (!allows(name, Arrays.copyOfRange(addresses, at, at + size))) {
                return false;
            }
        }
        return true;
    }

    private boolean allows(String name, byte[] address) {
        return rule.allows(name, Addresses.of(address));
    }
}
