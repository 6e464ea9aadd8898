package dev.gyre.dns;

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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes from a message what was asked for and nothing else: the aliases from the name in question
/// on, and the records at their end, all of them: their signatures are over all. Whatever else a server says, of other names or in the
/// additional section, is not looked at, so it can't poison.
final class ReplyReader {

    /// How many aliases may lead from a name to its records.
    static final int MAX_ALIASES = 12;

    private static final long MAX_TTL = 0x7fffffffL;

    private ReplyReader() {}

    /// Why another server is to be asked, if this one's message is of no use.
    private static Optional<String> useless(Message message) {
        int rcode = message.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return Optional.of("answers " + Rcode.string(rcode));
        }
        boolean lame =
                message.getSection(Section.ANSWER).isEmpty()
                        && soa(message).isEmpty()
                        && refersElsewhere(message);
        return lame ? Optional.of("does not look names up for others") : Optional.empty();
    }

    static Reply read(Message message, Question question) {
        Optional<String> useless = useless(message);
        if (useless.isPresent()) {
            return new Reply.Failed(useless.get());
        }
        int rcode = message.getRcode();
        List<Record> answers = message.getSection(Section.ANSWER);
        List<CNAMERecord> aliases = new ArrayList<>();
        Name name = question.name();
        long ttl = MAX_TTL;
        for (Optional<CNAMERecord> alias = alias(answers, name, question);
                alias.isPresent();
                alias = alias(answers, name, question)) {
            if (aliases.size() >= MAX_ALIASES) {
                return new Reply.Failed("has too many aliases for one name");
            }
            aliases.add(alias.get());
            name = alias.get().getTarget();
            ttl = Math.min(ttl, ttl(alias.get()));
        }
        List<Record> found = new ArrayList<>();
        if (rcode == Rcode.NOERROR) {
            for (Record record : answers) {
                if (isOf(record, name) && record.getType() == question.type()) {
                    found.add(record);
                    ttl = Math.min(ttl, ttl(record));
                }
            }
            if (!found.isEmpty()) {
                return new Reply.Whole(rcode, aliases, found, List.of(), ttl);
            }
            if (!aliases.isEmpty() && soa(message).isEmpty()) {
                return new Reply.Alias(aliases, ttl);
            }
        }
        return new Reply.Whole(
                rcode,
                aliases,
                List.of(),
                soa(message).<List<Record>>map(List::of).orElse(List.of()),
                Math.min(ttl, negativeTtl(message)));
    }

    private static Optional<CNAMERecord> alias(List<Record> answers, Name name, Question question) {
        if (question.type() == Type.CNAME) {
            return Optional.empty();
        }
        for (Record record : answers) {
            if (record instanceof CNAMERecord alias && isOf(record, name)) {
                return Optional.of(alias);
            }
        }
        return Optional.empty();
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
    static long ttl(Record record) {
        return record.getTTL() > MAX_TTL ? 0 : record.getTTL();
    }
}
