package dev.gyre.testkit;

import dev.gyre.egress.Interfaces;

import org.junit.jupiter.api.Assumptions;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Asks a name server by the octet, as a client does.
public final class DnsWire {

    private static final int WAIT = 30_000;

    private DnsWire() {}

    /// A question for an A record, with EDNS and 1,232 octets.
    public static byte[] query(int id, String name) throws IOException {
        Message query = new Message(id);
        query.getHeader().setFlag(Flags.RD);
        query.addRecord(
                Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN), Section.QUESTION);
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        return query.toWire();
    }

    /// A socket for datagrams at this address, which waits thirty seconds at most.
    public static DatagramSocket socket(InetAddress local) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, local);
        socket.setSoTimeout(WAIT);
        return socket;
    }

    /// Sends one datagram.
    public static void send(DatagramSocket socket, InetSocketAddress to, byte[] octets)
            throws IOException {
        socket.send(new DatagramPacket(octets, octets.length, to));
    }

    /// Waits for one datagram.
    public static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return packet;
    }

    /// What a datagram says.
    public static Message message(DatagramPacket packet) throws IOException {
        return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    /// Asks by a datagram from 127.0.0.1.
    public static Message ask(InetSocketAddress server, String name) throws IOException {
        try (DatagramSocket socket = socket(Loopback.V4)) {
            send(socket, server, query(1, name));
            return message(receive(socket));
        }
    }

    /// A connection, of which each read waits thirty seconds at most.
    public static Socket connect(InetSocketAddress server) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(WAIT);
        return socket;
    }

    /// A message as it goes over a stream.
    public static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .array();
    }

    /// Waits for one message of a stream.
    public static Message read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] octets = new byte[in.readUnsignedShort()];
        in.readFully(octets);
        return new Message(octets);
    }

    /// The reasons why there is no answer (RFC 8914).
    public static List<Integer> errors(Message reply) {
        return reply.getOPT().getOptions().stream()
                .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
                .toList();
    }

    /// An IPv4 address of this machine other than loopback; the test is skipped where there is none.
    public static InetAddress ownAddress() {
        List<InetAddress> own =
                Interfaces.own().stream()
                        .filter(address ->
                                address instanceof Inet4Address && !address.isLinkLocalAddress())
                        .toList();
        Assumptions.assumeFalse(own.isEmpty(), "Skipped: this machine has loopback alone");
        return own.getFirst();
    }
}
