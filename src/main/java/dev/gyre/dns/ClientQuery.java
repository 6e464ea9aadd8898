package dev.gyre.dns;

import dev.gyre.net.Host;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// One question of a client, and in which form it wants the answer. Nothing of it but name and type is told to anybody: neither its
/// subnet, nor cookies, nor the case of its letters.
public final class ClientQuery {

    /// The largest datagram that is sent: it is never fragmented, and no large answer to a forged source.
    static final int DATAGRAM = 1232;

    private static final int PLAIN_DATAGRAM = 512;
    private static final int STREAM = 65_535;

    /// Of names that no connection could be made to.
    private static final Host NO_HOST = new Host.Name("invalid");

    private final Message message;
    private final Record question;
    private final @Nullable OPTRecord options;
    private final boolean datagram;

    /// @param message has one question
    ClientQuery(Message message, Record question, boolean datagram) {
        this.message = message;
        this.question = question;
        this.options = message.getOPT();
        this.datagram = datagram;
    }

    /// The name as it is told to people: lower-case, without a trailing dot; `.` for the root.
    public String name() {
        return question.getName().equals(Name.root) ? "." : NameText.of(question.getName());
    }

    /// `A`, `AAAA`, …
    public String type() {
        return Type.string(question.getType());
    }

    /// The name as a host, to tell to which site it belongs; the same for all names that no host can have.
    public Host host() {
        return Host.parse(name()).orElse(NO_HOST);
    }

    /// Tells it from other questions of one client: the client sends it again with the same.
    public int id() {
        return message.getHeader().getID();
    }

    /// As the client spelled it.
    Record question() {
        return question;
    }

    /// As others may know it: without the case of its letters.
    Name asked() {
        return question.getName().canonicalize();
    }

    boolean has(int flag) {
        return message.getHeader().getFlag(flag);
    }

    /// Whether the client understands EDNS.
    boolean isExtended() {
        return options != null;
    }

    int version() {
        return options == null ? 0 : options.getVersion();
    }

    /// Whether the client wants to know that the answer was validated (RFC 6840 5.7).
    boolean wantsProof() {
        return has(Flags.AD) || (options != null && (options.getFlags() & ExtendedFlags.DO) != 0);
    }

    /// How large the reply may be, in octets.
    int most() {
        if (!datagram) {
            return STREAM;
        }
        return options == null
                ? PLAIN_DATAGRAM
                : Math.clamp(options.getPayloadSize(), PLAIN_DATAGRAM, DATAGRAM);
    }

    /// How many option records it has: more than one is an error (RFC 6891 6.1.1).
    long optionRecords() {
        return message.getSection(Section.ADDITIONAL).stream()
                .filter(record -> record.getType() == Type.OPT)
                .count();
    }

    /// Whether an option record is of a name other than the root's (RFC 6891 6.1.2).
    boolean hasNamedOptions() {
        return options != null && !options.getName().equals(Name.root);
    }

    boolean hasAuthority() {
        return !message.getSection(Section.AUTHORITY).isEmpty();
    }
}
