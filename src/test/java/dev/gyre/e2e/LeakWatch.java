package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Packet;
import dev.gyre.testkit.Packet.Protocol;
import dev.gyre.testkit.PacketCapture;

import org.xbill.DNS.Message;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Looks at every packet that a machine sent or got: what is not expressly allowed is a leak.
final class LeakWatch {

    /// What may be sent, and answered.
    record Flow(Protocol protocol, InetAddress from, InetSocketAddress to) {

        static Flow tcp(InetAddress from, InetSocketAddress to) {
            return new Flow(Protocol.TCP, from, to);
        }

        static Flow udp(InetAddress from, InetSocketAddress to) {
            return new Flow(Protocol.UDP, from, to);
        }

        boolean isOf(Packet packet) {
            return protocol == packet.protocol()
                    && (is(packet.from(), packet.to(), packet.toPort())
                            || is(packet.to(), packet.from(), packet.fromPort()));
        }

        private boolean is(InetAddress source, InetAddress target, int port) {
            return from.equals(source) && to.getAddress().equals(target) && to.getPort() == port;
        }
    }

    /// One connection of TCP, by its client's end and the server's.
    private record Ends(Set<InetSocketAddress> both) {
        static Ends of(Packet packet) {
            return new Ends(
                    Set.of(
                            new InetSocketAddress(packet.from(), packet.fromPort()),
                            new InetSocketAddress(packet.to(), packet.toPort())));
        }
    }

    /// Router and neighbour discovery, and who listens to multicast: the system's own, never beyond the link.
    private static final Set<Integer> OF_THE_LINK = Set.of(133, 134, 135, 136, 137, 143);

    private final PacketCapture capture;
    private final InetSocketAddress listener;
    private final Set<Ends> known = new HashSet<>();

    /// @param listener where clients come in
    LeakWatch(PacketCapture capture, InetSocketAddress listener) {
        this.capture = capture;
        this.listener = listener;
    }

    /// All since the last look that is not the clients'. Fails when there is a packet that is of none of these flows.
    List<Packet> look(String what, List<Flow> allowed) throws IOException {
        List<Packet> own = new ArrayList<>();
        List<Packet> stray = new ArrayList<>();
        for (Packet packet : capture.packets()) {
            if (isOfClients(packet) || isOfTheLink(packet)) {
                continue;
            }
            own.add(packet);
            if (allowed.stream().anyMatch(flow -> flow.isOf(packet))) {
                if (packet.protocol() == Protocol.TCP) {
                    known.add(Ends.of(packet));
                }
            } else if (!isAboutAllowed(packet, allowed) && !endsWhatWasAllowed(packet)) {
                stray.add(packet);
            }
        }
        assertThat(stray).as("packets that must not be, " + what).isEmpty();
        return own;
    }

    /// The names in queries by UDP to this server, lower-case.
    static Set<String> names(List<Packet> packets, InetSocketAddress server) {
        Set<String> names = new HashSet<>();
        for (Packet packet : packets) {
            if (packet.protocol() == Protocol.UDP
                    && packet.to().equals(server.getAddress())
                    && packet.toPort() == server.getPort()) {
                try {
                    names.add(
                            new Message(packet.payload())
                                    .getQuestion()
                                    .getName()
                                    .toString(true)
                                    .toLowerCase(Locale.ROOT));
                } catch (IOException noQuery) {
                    throw new AssertionError(packet.toString(), noQuery);
                }
            }
        }
        return names;
    }

    private boolean isOfClients(Packet packet) {
        return packet.protocol() == Protocol.TCP
                && (listener.equals(new InetSocketAddress(packet.to(), packet.toPort()))
                        || listener.equals(
                                new InetSocketAddress(packet.from(), packet.fromPort())));
    }

    private static boolean isOfTheLink(Packet packet) {
        return packet.protocol() == Protocol.ICMP
                && packet.from() instanceof Inet6Address
                && OF_THE_LINK.contains(packet.payload()[0] & 0xff);
    }

    /// What others say of what was sent, and what the system says of answers that came too late.
    private static boolean isAboutAllowed(Packet packet, List<Flow> allowed) {
        return packet.protocol() == Protocol.ICMP
                && (!packet.outgoing()
                        || allowed.stream()
                                .anyMatch(flow ->
                                        flow.from().equals(packet.from())
                                                && flow.to().getAddress().equals(packet.to())));
    }

    /// A connection may outlive the program that had it.
    private boolean endsWhatWasAllowed(Packet packet) {
        return packet.protocol() == Protocol.TCP
                && !packet.opens()
                && known.contains(Ends.of(packet));
    }
}
