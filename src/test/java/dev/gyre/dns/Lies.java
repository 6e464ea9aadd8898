package dev.gyre.dns;

import dev.gyre.testkit.Lie;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What a server may say that it should not. Where a lie has a grain of truth in it, that is [#TRUTH]; [#POISON] is never the answer to
/// anything.
final class Lies {

    static final InetAddress TRUTH = InetAddress.ofLiteral("192.0.2.7");
    static final InetAddress POISON = InetAddress.ofLiteral("203.0.113.66");
    static final Name VICTIM = Name.fromConstantString("victim.example.");

    private static final Name OTHER = Name.fromConstantString("other.example.");
    private static final long LONG = 86_400;

    private Lies() {}

    // What is right, as octets and as a message.

    static Lie honest() {
        return (asked, mouth) -> mouth.say(right(asked));
    }

    static byte[] right(Lie.Asked asked) {
        return asked.wire(answer(asked, asked.name(), TRUTH));
    }

    private static byte[] poison(Lie.Asked asked) {
        return asked.wire(answer(asked, asked.name(), POISON));
    }

    private static Message answer(Lie.Asked asked, Name owner, InetAddress address) {
        Message reply = asked.reply();
        reply.addRecord(new ARecord(owner, DClass.IN, LONG, address), Section.ANSWER);
        return reply;
    }

    // What is not the answer to this query.

    /// First a wrong one, and then the right one.
    static Lie before(UnaryOperator<byte[]> wrong) {
        return (asked, mouth) -> {
            mouth.say(wrong.apply(poison(asked)));
            mouth.say(right(asked));
        };
    }

    static Lie only(UnaryOperator<byte[]> wrong) {
        return (asked, mouth) -> mouth.say(wrong.apply(poison(asked)));
    }

    static byte[] otherId(byte[] message) {
        message[1] ^= 1;
        return message;
    }

    static byte[] otherQuestion(byte[] message) {
        message[13] = (byte) (message[13] == 'q' ? 'x' : 'q');
        return message;
    }

    static byte[] notAReply(byte[] message) {
        message[2] &= 0x7f;
        return message;
    }

    static byte[] otherOperation(byte[] message) {
        message[2] |= 0x28;
        return message;
    }

    static byte[] twoQuestions(byte[] message) {
        message[5] = 2;
        return message;
    }

    static byte[] noQuestion(byte[] message) {
        message[5] = 0;
        return message;
    }

    static Lie inDatagrams(Lie lie) {
        return (asked, mouth) -> {
            if (mouth.isStream()) {
                mouth.say(right(asked));
            } else {
                lie.tell(asked, mouth);
            }
        };
    }

    static Lie inStreams(Lie lie) {
        return (asked, mouth) -> {
            if (mouth.isStream()) {
                lie.tell(asked, mouth);
            } else {
                mouth.say(truncated(asked));
            }
        };
    }

    /// Somebody who did not see the query guesses the letters.
    static Lie otherLetters() {
        return inDatagrams((asked, mouth) -> {
            byte[] message = poison(asked);
            for (int i = 12; i < 12 + asked.name().length(); i++) {
                if (Character.isLetter(message[i])) {
                    message[i] = (byte) (message[i] ^ 0x20);
                }
            }
            mouth.say(message);
        });
    }

    static Lie flood(int count) {
        return inDatagrams((asked, mouth) -> {
            for (int i = 0; i < count; i++) {
                mouth.say(otherId(poison(asked)));
            }
        });
    }

    static Lie twice() {
        return (asked, mouth) -> {
            mouth.say(right(asked));
            mouth.say(poison(asked));
        };
    }

    // What never ends.

    static byte[] truncated(Lie.Asked asked) {
        Message reply = asked.reply();
        reply.getHeader().setFlag(Flags.TC);
        return asked.wire(reply);
    }

    static Lie truncating() {
        return (asked, mouth) -> mouth.say(truncated(asked));
    }

    static Lie dripping() {
        return inStreams((asked, mouth) -> {
            byte[] message = right(asked);
            mouth.sayRaw(new byte[] {(byte) (message.length >> 8), (byte) message.length});
            for (byte octet : message) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                mouth.sayRaw(new byte[] {octet});
            }
        });
    }

    static Lie loop() {
        return (asked, mouth) -> {
            Message reply = asked.reply();
            reply.addRecord(alias(asked.name(), OTHER), Section.ANSWER);
            reply.addRecord(alias(OTHER, asked.name()), Section.ANSWER);
            mouth.say(asked.wire(reply));
        };
    }

    static Lie aliasOfItself() {
        return (asked, mouth) -> {
            Message reply = asked.reply();
            reply.addRecord(alias(asked.name(), asked.name()), Section.ANSWER);
            mouth.say(asked.wire(reply));
        };
    }

    /// A chain of aliases with an address at its end, in one message.
    static Lie chain(int aliases) {
        return (asked, mouth) -> {
            Message reply = asked.reply();
            Name name = asked.name();
            for (int i = 0; i < aliases; i++) {
                Name next = Name.fromConstantString("n" + i + ".example.");
                reply.addRecord(alias(name, next), Section.ANSWER);
                name = next;
            }
            reply.addRecord(new ARecord(name, DClass.IN, LONG, TRUTH), Section.ANSWER);
            mouth.say(asked.wire(reply));
        };
    }

    /// Each answer is an alias of a name that was never asked for.
    static Lie endlessChain() {
        return (asked, mouth) -> {
            Message reply = asked.reply();
            String next = asked.name().getLabelString(0).toLowerCase(Locale.ROOT) + "x";
            reply.addRecord(
                    alias(asked.name(), Name.fromConstantString(next + ".example.")),
                    Section.ANSWER);
            mouth.say(asked.wire(reply));
        };
    }

    private static CNAMERecord alias(Name name, Name target) {
        return new CNAMERecord(name, DClass.IN, LONG, target);
    }

    // What is large.

    /// As many addresses as a message holds.
    static Lie manyAddresses() {
        return inStreams((asked, mouth) -> {
            Message reply = asked.reply();
            for (int i = 0; i < 4000; i++) {
                reply.addRecord(
                        new ARecord(asked.name(), DClass.IN, LONG, truth(i)), Section.ANSWER);
            }
            mouth.say(asked.wire(reply));
        });
    }

    private static InetAddress truth(int number) {
        return number == 0
                ? TRUTH
                : InetAddress.ofLiteral("198.18." + (number >> 8) + "." + (number & 0xff));
    }

    /// 64 KiB of what nobody asked for, after the answer.
    static Lie largeText() {
        return inStreams((asked, mouth) -> {
            Message reply = answer(asked, asked.name(), TRUTH);
            List<String> text = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                text.add("x".repeat(250));
            }
            reply.addRecord(new TXTRecord(OTHER, DClass.IN, LONG, text), Section.ADDITIONAL);
            mouth.say(asked.wire(reply));
        });
    }

    /// A datagram larger than was allowed.
    static Lie largeDatagram() {
        return inDatagrams((asked, mouth) -> {
            Message reply = answer(asked, asked.name(), TRUTH);
            for (int i = 0; i < 180; i++) {
                reply.addRecord(
                        new TXTRecord(OTHER, DClass.IN, LONG, "x".repeat(250)), Section.ADDITIONAL);
            }
            mouth.say(asked.wire(reply));
        });
    }

    // What can't be read.

    /// The message with something else from its answer's name on.
    static Lie broken(Function<Integer, byte[]> rest) {
        return (asked, mouth) -> {
            byte[] right = right(asked);
            int answer = 12 + asked.name().length() + 4;
            byte[] other = rest.apply(answer);
            byte[] message = Arrays.copyOf(right, answer + other.length);
            System.arraycopy(other, 0, message, answer, other.length);
            mouth.say(message);
        };
    }

    private static byte[] pointer(int to) {
        byte[] record = new byte[16];
        record[0] = (byte) (0xc0 | to >> 8);
        record[1] = (byte) to;
        record[3] = 1;
        record[5] = 1;
        record[11] = 4;
        return record;
    }

    static byte[] pointerToItself(int at) {
        return pointer(at);
    }

    static byte[] pointerAhead(int at) {
        return pointer(at + 12);
    }

    static byte[] pointerBeyond(int at) {
        return pointer(at + 4000);
    }

    /// Two pointers, each at the other.
    static byte[] pointersAtEachOther(int at) {
        byte[] record = pointer(at + 2);
        record[2] = (byte) (0xc0 | at >> 8);
        record[3] = (byte) at;
        return record;
    }

    static byte[] nothing(int at) {
        return new byte[0];
    }

    static byte[] labelTooLong(int at) {
        byte[] record = pointer(0);
        record[0] = (byte) 0x80;
        return record;
    }

    static byte[] lengthTooLong(int at) {
        byte[] record = pointer(12);
        record[10] = (byte) 0xff;
        record[11] = (byte) 0xff;
        return record;
    }

    static byte[] addressTooShort(int at) {
        byte[] record = pointer(12);
        record[11] = 3;
        return Arrays.copyOf(record, 15);
    }

    /// Says that there are more records than there are.
    static Lie countsTooMany() {
        return (asked, mouth) -> {
            byte[] message = right(asked);
            message[6] = (byte) 0xff;
            message[7] = (byte) 0xff;
            mouth.say(message);
        };
    }

    static Lie trailing(int octets) {
        return (asked, mouth) -> {
            byte[] right = right(asked);
            mouth.say(Arrays.copyOf(right, right.length + octets));
        };
    }

    static Lie empty() {
        return (_, mouth) -> mouth.say(new byte[0]);
    }

    static Lie cutAt(int length) {
        return inStreams((asked, mouth) -> {
            byte[] right = right(asked);
            byte[] part = new byte[2 + length];
            part[0] = (byte) (right.length >> 8);
            part[1] = (byte) right.length;
            System.arraycopy(right, 0, part, 2, length);
            mouth.sayRaw(part);
            mouth.hangUp();
        });
    }

    static Lie hangingUp() {
        return inStreams((_, mouth) -> mouth.hangUp());
    }

    static Lie raw(byte... octets) {
        return inStreams((_, mouth) -> mouth.sayRaw(octets));
    }

    // What is about something else.

    static Lie records(Function<Lie.Asked, List<Record>> answers) {
        return (asked, mouth) -> {
            Message reply = asked.reply();
            answers.apply(asked).forEach(record -> reply.addRecord(record, Section.ANSWER));
            mouth.say(asked.wire(reply));
        };
    }

    static List<Record> otherType(Lie.Asked asked) {
        return List.of(
                new AAAARecord(
                        asked.name(), DClass.IN, LONG, InetAddress.ofLiteral("2001:db8::66")));
    }

    static List<Record> otherName(Lie.Asked asked) {
        return List.of(new ARecord(VICTIM, DClass.IN, LONG, POISON));
    }

    static List<Record> otherClass(Lie.Asked asked) {
        return List.of(new ARecord(asked.name(), DClass.CH, LONG, POISON));
    }

    /// The right answer, and with it whatever somebody may take for the address of another name.
    static Lie poisoning() {
        return (asked, mouth) -> {
            Message reply = answer(asked, asked.name(), TRUTH);
            Name server = Name.fromConstantString("ns.example.");
            Record poison = new ARecord(VICTIM, DClass.IN, LONG, POISON);
            reply.addRecord(poison, Section.ANSWER);
            reply.addRecord(new NSRecord(VICTIM, DClass.IN, LONG, server), Section.AUTHORITY);
            reply.addRecord(
                    new NSRecord(Name.fromConstantString("example."), DClass.IN, LONG, server),
                    Section.AUTHORITY);
            reply.addRecord(
                    new CNAMERecord(VICTIM, DClass.IN, LONG, asked.name()), Section.AUTHORITY);
            reply.addRecord(poison, Section.ADDITIONAL);
            reply.addRecord(new ARecord(server, DClass.IN, LONG, POISON), Section.ADDITIONAL);
            reply.addRecord(new ARecord(asked.name(), DClass.IN, LONG, POISON), Section.ADDITIONAL);
            mouth.say(asked.wire(reply));
        };
    }

    /// An alias of the victim, with an address for it: that is not its address, but this name's.
    static Lie aliasOfVictim() {
        return records(asked ->
                List.of(alias(asked.name(), VICTIM), new ARecord(VICTIM, DClass.IN, LONG, TRUTH)));
    }

    // What is an error.

    static Lie rcode(int rcode) {
        return (asked, mouth) -> {
            Message reply = answer(asked, asked.name(), POISON);
            reply.getHeader().setRcode(rcode & 0xf);
            reply.addRecord(new OPTRecord(1232, rcode >> 4, 0), Section.ADDITIONAL);
            mouth.say(asked.wire(reply));
        };
    }

    static Lie noSuchName() {
        return (asked, mouth) -> {
            Message reply = asked.reply();
            reply.getHeader().setRcode(3);
            reply.addRecord(
                    new SOARecord(
                            Name.root, DClass.IN, LONG, Name.root, Name.root, 1, 1, 1, 1, LONG),
                    Section.AUTHORITY);
            mouth.say(asked.wire(reply));
        };
    }

    static Lie referring() {
        return (asked, mouth) -> {
            Message reply = asked.reply();
            reply.getHeader().unsetFlag(Flags.RA);
            reply.addRecord(
                    new NSRecord(Name.fromConstantString("example."), DClass.IN, LONG, OTHER),
                    Section.AUTHORITY);
            reply.addRecord(new ARecord(OTHER, DClass.IN, LONG, POISON), Section.ADDITIONAL);
            mouth.say(asked.wire(reply));
        };
    }

    static Lie silent() {
        return (_, _) -> {};
    }

    /// Lies to nobody who asks for the victim: it refuses, so that the next server is asked.
    static Lie sparing(Lie lie) {
        return (asked, mouth) -> {
            if (asked.name().equals(VICTIM)) {
                refuse(asked, mouth);
            } else {
                lie.tell(asked, mouth);
            }
        };
    }

    private static void refuse(Lie.Asked asked, Lie.Mouth mouth) throws IOException {
        Message reply = asked.reply();
        reply.getHeader().setRcode(5);
        mouth.say(asked.wire(reply));
    }
}
