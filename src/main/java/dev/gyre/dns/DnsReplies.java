package dev.gyre.dns;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a name server says: turns the octets of a query into those of its reply. Keeps nothing; safe for all threads.
public final class DnsReplies {

    private DnsReplies() {}

    /// What was asked for.
    ///
    /// @param name lower-case, without a trailing dot
    /// @param type `A`, `AAAA`, …
    public record Asked(String name, String type) {}

    /// The reply to a query, which nobody is to keep: its times to live are zero.
    ///
    /// @param zone all addresses of what is asked for, of any type; nothing when there is no such name
    /// @return nothing when the message is no query
    public static Optional<byte[]> to(
            byte[] query, Function<Asked, Optional<List<InetAddress>>> zone) {
        try {
            Message message = new Message(query);
            Record question = message.getQuestion();
            if (question == null || message.getHeader().getFlag(Flags.QR)) {
                return Optional.empty();
            }
            Asked asked =
                    new Asked(NameText.of(question.getName()), Type.string(question.getType()));
            return Optional.of(reply(message, question, zone.apply(asked)).toWire());
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static Message reply(
            Message query, Record question, Optional<List<InetAddress>> addresses) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        if (query.getHeader().getFlag(Flags.RD)) {
            reply.getHeader().setFlag(Flags.RD);
            reply.getHeader().setFlag(Flags.RA);
        }
        reply.addRecord(question, Section.QUESTION);
        if (addresses.isEmpty()) {
            reply.getHeader().setRcode(Rcode.NXDOMAIN);
            return reply;
        }
        for (InetAddress address : addresses.get()) {
            Record record =
                    address instanceof Inet4Address
                            ? new ARecord(question.getName(), DClass.IN, 0, address)
                            : new AAAARecord(question.getName(), DClass.IN, 0, address);
            if (record.getType() == question.getType()) {
                reply.addRecord(record, Section.ANSWER);
            }
        }
        return reply;
    }
}
