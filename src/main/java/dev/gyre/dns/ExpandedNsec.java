package dev.gyre.dns;

import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.List;

/// NSEC records of wildcards that a server gives the name in question, as it may (RFC 4035 section 5.3.2): the library that validates
/// takes them only by the wildcard's own name.
final class ExpandedNsec {

    private ExpandedNsec() {}

    /// The message with the wildcards' names; the same when there are no such records.
    static Message restored(Message message) {
        List<Record> authority = message.getSection(Section.AUTHORITY);
        for (Record record : authority) {
            if (record instanceof RRSIGRecord signature
                    && signature.getTypeCovered() == Type.NSEC
                    && expanded(signature) > 0) {
                Name from = record.getName();
                message = renamed(message, from, from.wild(expanded(signature)));
            }
        }
        return message;
    }

    /// How many labels stand for the wildcard's.
    private static int expanded(RRSIGRecord signature) {
        Name owner = signature.getName();
        int labels = owner.labels() - 1 - (owner.isWild() ? 1 : 0);
        return labels - signature.getLabels();
    }

    private static Message renamed(Message message, Name from, Name to) {
        Message copy = message.clone();
        copy.removeAllRecords(Section.AUTHORITY);
        for (Record record : message.getSection(Section.AUTHORITY)) {
            copy.addRecord(
                    record.getName().equals(from) ? renamed(record, to) : record,
                    Section.AUTHORITY);
        }
        return copy;
    }

    private static Record renamed(Record record, Name to) {
        return switch (record) {
            case NSECRecord nsec ->
                    new NSECRecord(
                            to, nsec.getDClass(), nsec.getTTL(), nsec.getNext(), nsec.getTypes());
            case RRSIGRecord sig when sig.getTypeCovered() == Type.NSEC ->
                    new RRSIGRecord(
                            to,
                            sig.getDClass(),
                            sig.getTTL(),
                            sig.getTypeCovered(),
                            sig.getAlgorithm(),
                            sig.getOrigTTL(),
                            sig.getExpire(),
                            sig.getTimeSigned(),
                            sig.getFootprint(),
                            sig.getSigner(),
                            sig.getSignature());
            default -> record;
        };
    }
}
