package dev.gyre.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads what a client sent, from whom it may be anything: what it is not to be asked for is answered here.
///
/// - What is no query, or shorter than a header, is not answered at all.
/// - FORMERR: it can't be read, or has not just one question (RFC 9619), or what no query has.
/// - NOTIMP: another operation than a query (RFC 8906 3.2), or a type that stands for no records.
/// - BADVERS: a version of EDNS that nobody knows (RFC 6891 6.1.3).
/// - REFUSED: whole zones, another class than the Internet's (`version.bind`), signatures alone, and what is only to be looked up in the
///   cache: others could learn from it what was asked.
/// - All records of a name (ANY) are one that says so (RFC 8482).
final class ClientQueryReader {

    private static final int HEADER = 12;
    private static final int MOST_ADDITIONAL = 8;
    private static final long ANY_SECONDS = 3600;

    private ClientQueryReader() {}

    /// @param datagram whether it came as one, and is so answered
    static Received read(byte[] octets, boolean datagram) {
        if (octets.length < HEADER || (octets[2] & 0x80) != 0) {
            return new Received.Nothing();
        }
        if (opcode(octets) != Opcode.QUERY) {
            return new Received.Answered(ClientReply.bare(octets, Rcode.NOTIMP), Optional.empty());
        }
        return read(parse(octets), octets, datagram);
    }

    private static int opcode(byte[] octets) {
        return (octets[2] >> 3) & 0xf;
    }

    private static Received read(Optional<Message> parsed, byte[] octets, boolean datagram) {
        Record question = parsed.map(Message::getQuestion).orElse(null);
        if (parsed.isEmpty() || question == null) {
            return new Received.Answered(ClientReply.bare(octets, Rcode.FORMERR), Optional.empty());
        }
        ClientQuery query = new ClientQuery(parsed.get(), question, datagram);
        return atOnce(query)
                .<Received>map(answer -> new Received.Answered(answer, Optional.of(query)))
                .orElseGet(() -> new Received.Asked(query));
    }

    /// The message, if its counts are those of a query. They are looked at first: what is parsed takes memory by them.
    private static Optional<Message> parse(byte[] octets) {
        boolean may =
                count(octets, 4) == 1
                        && count(octets, 6) == 0
                        && count(octets, 8) <= 1
                        && count(octets, 10) <= MOST_ADDITIONAL;
        if (!may) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Message(octets));
        } catch (IOException | RuntimeException malformed) {
            // A parser of hostile bytes may throw what it likes.
            return Optional.empty();
        }
    }

    private static int count(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
    }

    private static Optional<byte[]> atOnce(ClientQuery query) {
        int type = query.question().getType();
        if (query.optionRecords() > 1
                || query.hasNamedOptions()
                || (query.hasAuthority() && type != Type.IXFR)) {
            return refused(query, Rcode.FORMERR, Optional.empty());
        }
        if (query.version() > 0) {
            return refused(query, Rcode.BADVERS, Optional.empty());
        }
        if (query.question().getDClass() != DClass.IN) {
            return refused(
                    query, Rcode.REFUSED, Optional.of(ExtendedErrorCodeOption.NOT_SUPPORTED));
        }
        if (!query.has(Flags.RD)) {
            return refused(
                    query, Rcode.REFUSED, Optional.of(ExtendedErrorCodeOption.NOT_AUTHORITATIVE));
        }
        return switch (type) {
            case 0, Type.OPT -> refused(query, Rcode.FORMERR, Optional.empty());
            case Type.AXFR, Type.IXFR, Type.RRSIG, Type.SIG ->
                    refused(
                            query,
                            Rcode.REFUSED,
                            Optional.of(ExtendedErrorCodeOption.NOT_SUPPORTED));
            case Type.ANY -> Optional.of(any(query));
            default ->
                    isMeta(type)
                            ? refused(query, Rcode.NOTIMP, Optional.empty())
                            : Optional.empty();
        };
    }

    /// Types 128 to 255 are no records but ways to ask (RFC 6895 3.1).
    private static boolean isMeta(int type) {
        return type >= 128 && type <= 255;
    }

    private static byte[] any(ClientQuery query) {
        return ClientReply.of(
                query,
                Rcode.NOERROR,
                List.of(
                        new HINFORecord(
                                query.question().getName(), DClass.IN, ANY_SECONDS, "RFC8482", "")),
                List.of(),
                false,
                Optional.empty());
    }

    private static Optional<byte[]> refused(ClientQuery query, int rcode, Optional<Integer> error) {
        return Optional.of(
                ClientReply.refusal(query, rcode, error.map(ExtendedErrorCodeOption::new)));
    }
}
