package dev.gyre.testkit;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A name server on loopback, by UDP and TCP at one port, that says what it is told to and
/// remembers who asked.
///
/// A name that nobody set does not exist. Times to live are 300 s unless given.
public final class DnsStub implements AutoCloseable {

    /// How a query came.
    public enum Transport {
        UDP,
        TCP
    }

    /// One query.
    ///
    /// @param name lower-case, without a trailing dot
    /// @param type `A`, `AAAA`, …
    public record Asked(
            String name, String type, Transport transport, InetAddress source, int port) {}

    /// Turns the right answer into the datagrams or messages that are sent, none or many.
    @FunctionalInterface
    public interface Twist {
        List<byte[]> replies(byte[] query, byte[] right, Transport transport);
    }

    private static final Twist NONE = (_, right, _) -> List.of(right);

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, List<Record>> zone = new ConcurrentHashMap<>();
    private final Map<String, Integer> rcodes = new ConcurrentHashMap<>();
    private final Map<String, Twist> twists = new ConcurrentHashMap<>();
    private final Map<String, Duration> delays = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1);
    private volatile long negativeTtl = 300;

    private DnsStub(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
        later.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Thread.ofVirtual().start(this::serveDatagrams);
        Thread.ofVirtual().start(this::serveConnections);
    }

    /// On 127.0.0.1.
    public static DnsStub start() {
        return start(InetAddress.ofLiteral("127.0.0.1"));
    }

    /// On an address of this machine.
    public static DnsStub start(InetAddress address) {
        IOException last = new IOException();
        for (int attempt = 0; attempt < 20; attempt++) {
            ServerSocket tcp = null;
            try {
                tcp = new ServerSocket(0, 50, address);
                return new DnsStub(new DatagramSocket(tcp.getLocalPort(), address), tcp);
            } catch (IOException portTaken) {
                last = portTaken;
                closeQuietly(tcp);
            }
        }
        throw new UncheckedIOException(last);
    }

    /// Where to ask.
    public InetSocketAddress address() {
        return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    /// Adds A and AAAA records.
    public DnsStub address(String name, String... addresses) {
        return address(name, 300, addresses);
    }

    /// Adds A and AAAA records.
    public DnsStub address(String name, long ttl, String... addresses) {
        for (String literal : addresses) {
            InetAddress address = InetAddress.ofLiteral(literal);
            add(
                    name,
                    address instanceof Inet4Address
                            ? new ARecord(wire(name), DClass.IN, ttl, address)
                            : new AAAARecord(wire(name), DClass.IN, ttl, address));
        }
        return this;
    }

    /// Makes a name another's alias. The answer holds the whole chain as far as this server knows
    /// it.
    public DnsStub alias(String name, String target) {
        return add(name, new CNAMERecord(wire(name), DClass.IN, 300, wire(target)));
    }

    /// Makes a name exist without any address.
    public DnsStub empty(String name) {
        zone.computeIfAbsent(key(name), _ -> new CopyOnWriteArrayList<>());
        return this;
    }

    /// Forgets a name.
    public DnsStub remove(String name) {
        zone.remove(key(name));
        return this;
    }

    /// Answers SERVFAIL.
    public DnsStub fails(String name) {
        return rcode(name, "SERVFAIL");
    }

    /// Answers with an error, such as `REFUSED`.
    public DnsStub rcode(String name, String rcode) {
        rcodes.put(key(name), Rcode.value(rcode));
        return this;
    }

    /// Never answers.
    public DnsStub silent(String name) {
        return twist(name, (_, _, _) -> List.of());
    }

    /// Says over UDP that the answer is to be had over TCP.
    public DnsStub truncated(String name) {
        return twist(
                name,
                (query, right, transport) -> {
                    if (transport == Transport.TCP) {
                        return List.of(right);
                    }
                    byte[] cut = query.clone();
                    cut[2] |= (byte) 0x82;
                    return List.of(cut);
                });
    }

    /// Answers another query's id.
    public DnsStub wrongId(String name) {
        return twist(
                name,
                (_, right, _) -> {
                    right[0] ^= 1;
                    return List.of(right);
                });
    }

    /// Answers another question.
    public DnsStub wrongQuestion(String name) {
        return twist(
                name,
                (_, right, _) -> {
                    right[13] = (byte) (right[13] == 'q' ? 'x' : 'q');
                    return List.of(right);
                });
    }

    /// Answers late.
    public DnsStub delayed(String name, Duration delay) {
        delays.put(key(name), delay);
        return this;
    }

    /// Answers whatever the twist says.
    public DnsStub twist(String name, Twist twist) {
        twists.put(key(name), twist);
        return this;
    }

    /// The time to live of negative answers from now on.
    public DnsStub negativeTtl(long seconds) {
        negativeTtl = seconds;
        return this;
    }

    /// All queries so far, in order.
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// The queries for a name so far, in order.
    public List<Asked> asked(String name) {
        return asked.stream().filter(query -> query.name().equals(key(name))).toList();
    }

    @Override
    public void close() {
        later.shutdownNow();
        udp.close();
        closeQuietly(tcp);
        connections.forEach(DnsStub::closeQuietly);
    }

    /// Adds a record of any type.
    public DnsStub add(String name, Record record) {
        zone.computeIfAbsent(key(name), _ -> new CopyOnWriteArrayList<>()).add(record);
        return this;
    }

    private void serveDatagrams() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                udp.receive(packet);
                byte[] query = new byte[packet.getLength()];
                System.arraycopy(packet.getData(), 0, query, 0, query.length);
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                answer(
                        query,
                        Transport.UDP,
                        from,
                        reply -> udp.send(new DatagramPacket(reply, reply.length, from)));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serveConnections() {
        try {
            while (true) {
                Socket connection = tcp.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                answer(
                        query,
                        Transport.TCP,
                        (InetSocketAddress) connection.getRemoteSocketAddress(),
                        reply -> {
                            synchronized (out) {
                                out.writeShort(reply.length);
                                out.write(reply);
                                out.flush();
                            }
                        });
            }
        } catch (IOException closed) {
            // The client has its answer.
        } finally {
            connections.remove(connection);
        }
    }

    @FunctionalInterface
    private interface Sender {
        void send(byte[] reply) throws IOException;
    }

    private void answer(byte[] query, Transport transport, InetSocketAddress from, Sender sender)
            throws IOException {
        Message message = new Message(query);
        Record question = message.getQuestion();
        String name = key(question.getName().toString(true));
        asked.add(
                new Asked(
                        name,
                        Type.string(question.getType()),
                        transport,
                        from.getAddress(),
                        from.getPort()));
        byte[] right = right(message, name).toWire();
        System.arraycopy(query, 12, right, 12, question.getName().length());
        List<byte[]> replies =
                twists.getOrDefault(name, NONE).replies(query.clone(), right, transport);
        Duration delay = delays.get(name);
        if (delay == null) {
            sendAll(replies, sender);
        } else {
            later.schedule(() -> sendAll(replies, sender), delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static void sendAll(List<byte[]> replies, Sender sender) {
        try {
            for (byte[] reply : replies) {
                sender.send(reply);
            }
        } catch (IOException gone) {
            // Nobody waits for it.
        }
    }

    private Message right(Message query, String asked) {
        Record question = query.getQuestion();
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RD);
        reply.getHeader().setFlag(Flags.RA);
        reply.addRecord(question, Section.QUESTION);
        Integer rcode = rcodes.get(asked);
        if (rcode != null) {
            reply.getHeader().setRcode(rcode);
            return reply;
        }
        boolean found = false;
        boolean aliased = false;
        List<String> seen = new ArrayList<>();
        String name = asked;
        while (zone.containsKey(name) && !seen.contains(name)) {
            seen.add(name);
            String here = name;
            for (Record record : zone.get(here)) {
                if (record instanceof CNAMERecord alias) {
                    aliased = true;
                    name = key(alias.getTarget().toString(true));
                }
                if (record instanceof CNAMERecord || record.getType() == question.getType()) {
                    found |= !(record instanceof CNAMERecord);
                    reply.addRecord(record, Section.ANSWER);
                }
            }
        }
        if (!found && !aliased) {
            boolean exists = zone.containsKey(asked);
            reply.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
            Name root = Name.root;
            reply.addRecord(
                    new SOARecord(
                            root, DClass.IN, negativeTtl, root, root, 1, 1, 1, 1, negativeTtl),
                    Section.AUTHORITY);
        }
        return reply;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Name wire(String name) {
        try {
            return Name.fromString(name + ".");
        } catch (TextParseException notAName) {
            throw new IllegalArgumentException(notAName);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (Exception alreadyGone) {
            // Nothing is lost.
        }
    }
}
