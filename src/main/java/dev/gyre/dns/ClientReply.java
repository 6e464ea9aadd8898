package dev.gyre.dns;

import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.util.List;
import java.util.Optional;

/// Writes what a client is answered: its id and its question as it spelled it, and nothing of whom was asked.
final class ClientReply {

    private ClientReply() {}

    /// A header alone, to what can't be read any further.
    ///
    /// @param query at least a header
    static byte[] bare(byte[] query, int rcode) {
        Header header = new Header((query[0] & 0xff) << 8 | (query[1] & 0xff));
        int opcode = (query[2] >> 3) & 0xf;
        header.setFlag(Flags.QR);
        header.setOpcode(opcode);
        if (opcode == Opcode.QUERY && (query[2] & 1) != 0) {
            header.setFlag(Flags.RD);
        }
        header.setRcode(rcode);
        return header.toWire();
    }

    static byte[] refusal(ClientQuery query, int rcode, Optional<ExtendedErrorCodeOption> error) {
        return of(query, rcode, List.of(), List.of(), false, error);
    }

    /// Cut to nothing but its question where it is too large: the client is to ask over a stream (RFC 2181 section 9).
    ///
    /// @param authentic whether all of it was validated
    /// @param error why, as RFC 8914 counts reasons
    static byte[] of(
            ClientQuery query,
            int rcode,
            List<Record> answers,
            List<Record> authority,
            boolean authentic,
            Optional<ExtendedErrorCodeOption> error) {
        Message reply = framed(query, rcode, error);
        if (authentic && query.wantsProof()) {
            reply.getHeader().setFlag(Flags.AD);
        }
        answers.forEach(record -> reply.addRecord(record, Section.ANSWER));
        authority.forEach(record -> reply.addRecord(record, Section.AUTHORITY));
        byte[] octets = reply.toWire();
        return octets.length <= query.most() ? octets : cut(query, rcode);
    }

    /// Nothing but the question: the client is to ask over a stream.
    static byte[] cut(ClientQuery query, int rcode) {
        Message cut = framed(query, rcode, Optional.empty());
        cut.getHeader().setFlag(Flags.TC);
        return cut.toWire();
    }

    private static Message framed(
            ClientQuery query, int rcode, Optional<ExtendedErrorCodeOption> error) {
        Message reply = new Message(query.id());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        if (query.has(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        if (query.has(Flags.CD)) {
            header.setFlag(Flags.CD);
        }
        boolean extended = query.isExtended();
        header.setRcode(extended ? rcode & 0xf : Math.min(rcode, Rcode.REFUSED));
        reply.addRecord(query.question(), Section.QUESTION);
        if (extended) {
            // Without DO: no signatures come along (RFC 3225).
            List<EDNSOption> options = error.<List<EDNSOption>>map(List::of).orElse(List.of());
            reply.addRecord(
                    new OPTRecord(ClientQuery.DATAGRAM, rcode >> 4, 0, 0, options),
                    Section.ADDITIONAL);
        }
        return reply;
    }
}
