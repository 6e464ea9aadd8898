package dev.gyre.dns;

import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.util.List;

/// What is known of a name and a type.
///
/// @param rcode `NOERROR` or `NXDOMAIN`, as [Rcode] counts them
/// @param answers the aliases from the name on, in order, then the records at their end; no signatures
/// @param authority with no records: the SOA record that says how long that holds, if there is one
/// @param secure whether all of it was validated
/// @param ttl how many seconds it holds from now; the records' own may be longer
record Finding(int rcode, List<Record> answers, List<Record> authority, boolean secure, long ttl) {
    Finding {
        answers = List.copyOf(answers);
        authority = List.copyOf(authority);
    }

    /// There is no such name.
    static Finding noSuchName(long ttl) {
        return new Finding(Rcode.NXDOMAIN, List.of(), List.of(), false, ttl);
    }

    boolean isNoSuchName() {
        return rcode == Rcode.NXDOMAIN;
    }

    /// Whether there are records of this type.
    boolean has(int type) {
        return answers.stream().anyMatch(record -> record.getType() == type);
    }

    /// Whether its records take more than so many octets.
    boolean takesMoreThan(int octets) {
        int all = 0;
        for (List<Record> records : List.of(answers, authority)) {
            for (Record record : records) {
                all += record.toWire(Section.ANSWER).length;
                if (all > octets) {
                    return true;
                }
            }
        }
        return false;
    }

    Finding holding(long seconds) {
        return new Finding(rcode, answers, authority, secure, seconds);
    }

    /// The same when it was validated once, and signatures may have ended since.
    Finding old(long seconds) {
        return new Finding(rcode, answers, authority, false, seconds);
    }
}
