package dev.gyre.testkit;

import dev.gyre.net.Addresses;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// A packet of IP as it was seen on an interface.
///
/// @param fromPort 0 where there are no ports
/// @param opens whether it begins a connection of TCP
/// @param outgoing whether it leaves the machine that was watched, or goes over its loopback
/// @param payload what follows the head of UDP; of all others, what follows that of IP
public record Packet(
        Protocol protocol,
        InetAddress from,
        int fromPort,
        InetAddress to,
        int toPort,
        boolean opens,
        boolean outgoing,
        byte[] payload) {

    /// What it carries.
    public enum Protocol {
        TCP,
        UDP,
        ICMP,
        OTHER
    }

    private static final int COOKED_HEAD = 20;
    private static final int OUTGOING = 4;

    /// Reads one of link type LINUX_SLL2.
    ///
    /// @return nothing when it is not of IP
    static Optional<Packet> read(byte[] cooked) {
        ByteBuffer buffer = ByteBuffer.wrap(cooked);
        int type = buffer.getShort(0) & 0xffff;
        boolean outgoing = cooked[10] == OUTGOING;
        buffer.position(COOKED_HEAD);
        return switch (type) {
            case 0x0800 -> Optional.of(four(buffer.slice(), outgoing));
            case 0x86dd -> Optional.of(six(buffer.slice(), outgoing));
            default -> Optional.empty();
        };
    }

    private static Packet four(ByteBuffer packet, boolean outgoing) {
        int head = (packet.get(0) & 0xf) * 4;
        boolean first = (packet.getShort(6) & 0x1fff) == 0;
        return of(
                first ? packet.get(9) : -1,
                address(packet, 12, 4),
                address(packet, 16, 4),
                packet.slice(head, packet.limit() - head),
                outgoing);
    }

    private static Packet six(ByteBuffer packet, boolean outgoing) {
        int head = 40;
        int next = packet.get(6);
        // Hop-by-hop options: what listeners to multicast send.
        if (next == 0) {
            next = packet.get(head);
            head += 8 + packet.get(head + 1) * 8;
        }
        return of(
                next,
                address(packet, 8, 16),
                address(packet, 24, 16),
                packet.slice(head, packet.limit() - head),
                outgoing);
    }

    private static Packet of(
            int number, InetAddress from, InetAddress to, ByteBuffer rest, boolean outgoing) {
        Protocol protocol =
                switch (number) {
                    case 1, 58 -> Protocol.ICMP;
                    case 6 -> Protocol.TCP;
                    case 17 -> Protocol.UDP;
                    default -> Protocol.OTHER;
                };
        boolean ports = protocol == Protocol.TCP || protocol == Protocol.UDP;
        byte[] octets = new byte[rest.remaining()];
        rest.get(0, octets);
        return new Packet(
                protocol,
                from,
                ports ? rest.getShort(0) & 0xffff : 0,
                to,
                ports ? rest.getShort(2) & 0xffff : 0,
                protocol == Protocol.TCP && (rest.get(13) & 0x12) == 0x02,
                outgoing,
                protocol == Protocol.UDP ? Arrays.copyOfRange(octets, 8, octets.length) : octets);
    }

    private static InetAddress address(ByteBuffer packet, int at, int length) {
        byte[] octets = new byte[length];
        packet.get(at, octets);
        return Addresses.of(octets);
    }

    /// The way back of its connection.
    public boolean answers(Packet other) {
        return protocol == other.protocol
                && from.equals(other.to)
                && fromPort == other.toPort
                && to.equals(other.from)
                && toPort == other.fromPort;
    }

    @Override
    public String toString() {
        return "%s %s.%d > %s.%d%s"
                .formatted(
                        protocol,
                        Addresses.text(from),
                        fromPort,
                        Addresses.text(to),
                        toPort,
                        outgoing ? "" : " (coming in)");
    }
}
