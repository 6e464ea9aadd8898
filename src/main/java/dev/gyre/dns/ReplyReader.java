package dev.gyre.dns;

import dev.gyre.net.Addresses;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes from a message what was asked for and nothing else: the aliases from the name in question
/// on, and the addresses at their end. Whatever else a server says, of other names or in the
/// additional section, is not looked at, so it can't poison.
final class ReplyReader {

    /// How many aliases may lead from a name to its addresses.
    static final int MAX_ALIASES = 12;

    /// How many addresses of a name are kept: nobody tries more.
    static final int MAX_ADDRESSES = 8;

    private static final long MAX_TTL = 0x7fffffffL;

    private ReplyReader() {}

    static Reply read(Message message, Question question) {
        int rcode = message.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return new Reply.Failed("answers " + Rcode.string(rcode));
        }
        List<Record> answers = message.getSection(Section.ANSWER);
        Name name = question.name();
        long ttl = MAX_TTL;
        int steps = 0;
        for (Optional<CNAMERecord> alias = alias(answers, name);
                alias.isPresent();
                alias = alias(answers, name)) {
            if (++steps > MAX_ALIASES) {
                return new Reply.Failed("has too many aliases for one name");
            }
            name = alias.get().getTarget();
            ttl = Math.min(ttl, ttl(alias.get()));
        }
        if (rcode == Rcode.NXDOMAIN) {
            return new Reply.NoSuchName(Math.min(ttl, negativeTtl(message)));
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (Record record : answers) {
            Optional<InetAddress> address = address(record, name, question.kind());
            if (address.isPresent() && addresses.size() < MAX_ADDRESSES) {
                addresses.add(address.get());
                ttl = Math.min(ttl, ttl(record));
            }
        }
        if (!addresses.isEmpty()) {
            return new Reply.Found(addresses, ttl);
        }
        boolean saysNoMore = soa(message).isPresent();
        if (steps > 0 && !saysNoMore) {
            return new Reply.Alias(name, steps, ttl);
        }
        if (!saysNoMore && refersElsewhere(message)) {
            return new Reply.Failed("does not look names up for others");
        }
        return new Reply.NoRecords(Math.min(ttl, negativeTtl(message)));
    }

    private static Optional<CNAMERecord> alias(List<Record> answers, Name name) {
        for (Record record : answers) {
            if (record instanceof CNAMERecord alias && isOf(record, name)) {
                return Optional.of(alias);
            }
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> address(Record record, Name name, Kind kind) {
        if (!isOf(record, name) || record.getType() != kind.type()) {
            return Optional.empty();
        }
        // Made anew: dnsjava's carry the name, and an IPv4-mapped one must show itself.
        return switch (record) {
            case ARecord a -> Optional.of(Addresses.of(a.getAddress().getAddress()));
            case AAAARecord aaaa ->
                    Optional.of(Addresses.of(aaaa.getAddress().getAddress())).filter(kind::holds);
            default -> Optional.empty();
        };
    }

    private static boolean isOf(Record record, Name name) {
        return record.getDClass() == DClass.IN && record.getName().equals(name);
    }

    /// How long a negative answer holds (RFC 2308 section 5): without an SOA record, not at all.
    private static long negativeTtl(Message message) {
        return soa(message).map(soa -> Math.min(ttl(soa), soa.getMinimum())).orElse(0L);
    }

    private static Optional<SOARecord> soa(Message message) {
        for (Record record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                return Optional.of(soa);
            }
        }
        return Optional.empty();
    }

    private static boolean refersElsewhere(Message message) {
        return !message.getHeader().getFlag(Flags.RA)
                && !message.getHeader().getFlag(Flags.AA)
                && message.getSection(Section.AUTHORITY).stream()
                        .anyMatch(record -> record.getType() == Type.NS);
    }

    /// A time to live with the top bit set is zero (RFC 2181 section 8).
    private static long ttl(Record record) {
        return record.getTTL() > MAX_TTL ? 0 : record.getTTL();
    }
}
