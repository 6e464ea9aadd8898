package dev.gyre.testkit;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.io.IOException;

/// What a [LyingServer] does when it is asked.
@FunctionalInterface
public interface Lie {

    /// Called for every query, by whichever transport it came; may say nothing, or say a lot.
    void tell(Asked asked, Mouth mouth) throws IOException;

    /// A query as it came.
    ///
    /// @param octets without a length in front
    /// @param name in the letter case in which it was asked
    record Asked(byte[] octets, Name name, int type) {

        static Asked of(byte[] octets) throws IOException {
            Record question = new Message(octets).getQuestion();
            return new Asked(octets, question.getName(), question.getType());
        }

        /// A reply without records.
        public Message reply() {
            Message reply = new Message((octets[0] & 0xff) << 8 | octets[1] & 0xff);
            reply.getHeader().setFlag(Flags.QR);
            reply.getHeader().setFlag(Flags.RD);
            reply.getHeader().setFlag(Flags.RA);
            reply.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
            return reply;
        }

        /// A reply as octets, with the question in the letters in which it was asked.
        public byte[] wire(Message reply) {
            byte[] wire = reply.toWire();
            System.arraycopy(octets, 12, wire, 12, name.length());
            return wire;
        }
    }

    /// Where the answers leave.
    interface Mouth {

        /// Whether the query came over a connection.
        boolean isStream();

        /// Sends a datagram, or a message with its length in front.
        void say(byte[] message) throws IOException;

        /// Sends a datagram from another port of this address; says nothing on a connection.
        void sayFromOtherPort(byte[] message) throws IOException;

        /// Sends a datagram from the same port of another address; says nothing on a connection.
        void sayFromOtherAddress(byte[] message) throws IOException;

        /// Sends octets as they are; nothing in datagrams.
        void sayRaw(byte[] octets) throws IOException;

        /// Ends the connection, if there is one.
        void hangUp() throws IOException;
    }
}
