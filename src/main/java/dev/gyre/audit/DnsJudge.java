package dev.gyre.audit;

import dev.gyre.dns.DnsReplies;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A name server that knows the names of the audit, and keeps who asked for which: by UDP and TCP at the same port.
final class DnsJudge implements AutoCloseable {

    /// One question.
    ///
    /// @param type `A`, `AAAA`, …
    /// @param stream whether it came by TCP
    /// @param source who asked
    record Question(String type, boolean stream, InetAddress source) {}

    /// What a name below the domain ends in that has no IPv6 address: for hops, which may not be able to reach one.
    static final String IPV4_ONLY = ".ipv4";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int DATAGRAM = 4096;
    private static final int NAMES = 1000;
    private static final int QUESTIONS = 64;
    private static final int ATTEMPTS = 20;

    private final String suffix;
    private final LoopbackServer tcp;
    private final List<DatagramSocket> udp;
    private final Map<String, List<Question>> asked =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<Question>> eldest) {
                    return size() > NAMES;
                }
            };

    /// @param domain all names below it are where the judges listen
    DnsJudge(String domain) throws IOException {
        suffix = "." + domain;
        udp = new ArrayList<>();
        tcp = bind(udp);
        tcp.serve((_, socket) -> serve(socket));
        for (DatagramSocket socket : udp) {
            Thread.ofVirtual().name("judge").start(() -> serve(socket));
        }
    }

    private static LoopbackServer bind(List<DatagramSocket> udp) throws IOException {
        for (int attempt = 0; ; attempt++) {
            LoopbackServer tcp = LoopbackServer.bind();
            try {
                for (InetSocketAddress address : tcp.socketAddresses()) {
                    udp.add(new DatagramSocket(address));
                }
                return tcp;
            } catch (IOException taken) {
                tcp.close();
                udp.forEach(DatagramSocket::close);
                udp.clear();
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /// Where it can be asked.
    List<InetSocketAddress> servers() {
        return tcp.socketAddresses();
    }

    /// Who asked for a name since this was called last.
    List<Question> take(String name) {
        synchronized (asked) {
            List<Question> questions = asked.remove(name);
            return questions == null ? List.of() : questions;
        }
    }

    private void serve(DatagramSocket socket) {
        byte[] buffer = new byte[DATAGRAM];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] query = new byte[packet.getLength()];
                System.arraycopy(buffer, 0, query, 0, query.length);
                Optional<byte[]> reply = answer(query, false, packet.getAddress());
                if (reply.isPresent()) {
                    packet.setData(reply.get());
                    socket.send(packet);
                }
            } catch (IOException closedOrGone) {
                // Whoever asked has gone, or this server is closed.
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        Incoming in = new Incoming(socket, PATIENCE);
        for (int high = in.read(); high >= 0; high = in.read()) {
            byte[] query = in.exactly(high << 8 | (in.exactly(1)[0] & 0xff));
            Optional<byte[]> reply = answer(query, true, socket.getInetAddress());
            if (reply.isEmpty()) {
                return;
            }
            byte[] frame = new byte[2 + reply.get().length];
            frame[0] = (byte) (reply.get().length >> 8);
            frame[1] = (byte) reply.get().length;
            System.arraycopy(reply.get(), 0, frame, 2, reply.get().length);
            socket.getOutputStream().write(frame);
            in.within(PATIENCE);
        }
    }

    private Optional<byte[]> answer(byte[] query, boolean stream, InetAddress source) {
        return DnsReplies.to(
                query,
                asked -> {
                    note(asked.name(), new Question(asked.type(), stream, source));
                    return addresses(asked.name());
                });
    }

    private Optional<List<InetAddress>> addresses(String name) {
        if (!name.endsWith(suffix)) {
            return Optional.empty();
        }
        return Optional.of(
                name.endsWith(IPV4_ONLY + suffix)
                        ? tcp.addresses().stream().filter(Inet4Address.class::isInstance).toList()
                        : tcp.addresses());
    }

    private void note(String name, Question question) {
        synchronized (asked) {
            List<Question> questions = asked.computeIfAbsent(name, _ -> new ArrayList<>());
            if (questions.size() < QUESTIONS) {
                questions.add(question);
            }
        }
    }

    @Override
    public void close() {
        tcp.close();
        udp.forEach(DatagramSocket::close);
    }
}
