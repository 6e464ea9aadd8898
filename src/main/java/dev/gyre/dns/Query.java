package dev.gyre.dns;

import dev.gyre.net.Addresses;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/// One question as it goes over the wire, and the check of what comes back.
///
/// The id and the case of each letter of the name are random; a reply must echo both. The server is
/// asked not to tell the name's own servers anything of our address (RFC 7871 7.1.2).
final class Query {

    /// The largest datagram that is asked for: it is never fragmented.
    static final int DATAGRAM = 1232;

    private static final int HEADER = 12;
    private static final int TYPE_AND_CLASS = 4;

    /// Of an OPT record, before the length of its options: name, type, size, flags.
    private static final int OPT_HEAD = 1 + 2 + 2 + 4;

    /// Code and length of an option.
    private static final int OPTION = 4;

    private static final byte PADDING = 12;
    private static final int BLOCK = 128;

    private final Question question;
    private final byte[] wire;
    private final int nameEnd;

    private Query(Question question, byte[] wire) {
        this.question = question;
        this.wire = wire;
        this.nameEnd = HEADER + question.name().length();
    }

    static Query of(Question question, SecureRandom random) {
        return of(question, false, random);
    }

    /// @param signed whether signatures are wanted, and nothing checked for us: we do that
    static Query of(Question question, boolean signed, SecureRandom random) {
        Message message = new Message(random.nextInt(1 << 16));
        message.getHeader().setFlag(Flags.RD);
        if (signed) {
            message.getHeader().setFlag(Flags.CD);
        }
        message.addRecord(
                Record.newRecord(question.name(), question.type(), DClass.IN), Section.QUESTION);
        message.addRecord(
                new OPTRecord(
                        DATAGRAM,
                        0,
                        0,
                        signed ? ExtendedFlags.DO : 0,
                        new ClientSubnetOption(0, Addresses.of(new byte[4]))),
                Section.ADDITIONAL);
        Query query = new Query(question, message.toWire());
        query.mixCase(random);
        return query;
    }

    private void mixCase(SecureRandom random) {
        byte[] bits = new byte[nameEnd - HEADER];
        random.nextBytes(bits);
        for (int i = HEADER; i < nameEnd; i++) {
            // No length of a label (0 to 63) is a letter.
            if (isLetter(wire[i]) && bits[i - HEADER] < 0) {
                wire[i] ^= 0x20;
            }
        }
    }

    /// The same with another id.
    Query withId(int id) {
        byte[] copy = wire.clone();
        copy[0] = (byte) (id >> 8);
        copy[1] = (byte) id;
        return new Query(question, copy);
    }

    /// The same, as long as others: a multiple of 128 octets (RFC 7830, RFC 8467 section 4.1). For transports that nobody can read.
    Query padded() {
        int padding = (BLOCK - (wire.length + OPTION) % BLOCK) % BLOCK;
        byte[] copy = Arrays.copyOf(wire, wire.length + OPTION + padding);
        // The OPT record is the last one: its options end with the message.
        int lengthAt = nameEnd + TYPE_AND_CLASS + OPT_HEAD;
        int options = ((wire[lengthAt] & 0xff) << 8) | (wire[lengthAt + 1] & 0xff);
        int length = options + OPTION + padding;
        copy[lengthAt] = (byte) (length >> 8);
        copy[lengthAt + 1] = (byte) length;
        copy[wire.length + 1] = PADDING;
        copy[wire.length + 2] = (byte) (padding >> 8);
        copy[wire.length + 3] = (byte) padding;
        return new Query(question, copy);
    }

    /// For a datagram. The caller owns the buffer.
    ByteBuf datagram(ByteBufAllocator allocator) {
        return allocator.buffer(wire.length).writeBytes(wire);
    }

    /// For a stream: with its length in front (RFC 1035 4.2.2). The caller owns the buffer.
    ByteBuf frame(ByteBufAllocator allocator) {
        return allocator.buffer(2 + wire.length).writeShort(wire.length).writeBytes(wire);
    }

    /// What a datagram says, or nothing when it does not answer this question.
    ///
    /// @param message is this one's from now on
    Optional<Heard> readDatagram(byte[] message) {
        if (!answersThis(message)) {
            return Optional.empty();
        }
        // Over TCP nobody else can answer: there a server that does not keep the case is believed.
        boolean caseKept = Arrays.equals(wire, HEADER, nameEnd, message, HEADER, nameEnd);
        return Optional.of(
                caseKept && !isTruncated(message) ? parse(message) : new Heard.UseStream());
    }

    /// What a message of a stream says, or nothing when it does not answer this question.
    ///
    /// @param message is this one's from now on
    Optional<Heard> readFrame(byte[] message) {
        if (!answersThis(message)) {
            return Optional.empty();
        }
        return Optional.of(
                isTruncated(message)
                        ? new Heard.Broken("truncates over a stream, too")
                        : parse(message));
    }

    /// Whether id, direction, operation and question fit; the letters of the name in any case.
    private boolean answersThis(byte[] message) {
        if (message.length < nameEnd + TYPE_AND_CLASS
                || !Arrays.equals(wire, 0, 2, message, 0, 2)
                || (message[2] & 0xf8) != 0x80
                || message[4] != 0
                || message[5] != 1
                || !Arrays.equals(
                        wire,
                        nameEnd,
                        nameEnd + TYPE_AND_CLASS,
                        message,
                        nameEnd,
                        nameEnd + TYPE_AND_CLASS)) {
            return false;
        }
        for (int i = HEADER; i < nameEnd; i++) {
            int difference = wire[i] ^ message[i];
            if (difference != 0 && (difference != 0x20 || !isLetter(wire[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTruncated(byte[] message) {
        return (message[2] & 0x02) != 0;
    }

    private static boolean isLetter(byte octet) {
        int lower = octet | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    // A parser of hostile bytes may throw what it likes: it must not reach the event loop.
    private Heard parse(byte[] message) {
        try {
            // Other names in the message point at this one: the case of its letters, which is
            // random, would be theirs.
            byte[] name = question.name().toWireCanonical();
            System.arraycopy(name, 0, message, HEADER, name.length);
            return new Heard.Whole(new Message(message));
        } catch (IOException | RuntimeException malformed) {
            return new Heard.Broken("sends a malformed answer");
        }
    }
}
