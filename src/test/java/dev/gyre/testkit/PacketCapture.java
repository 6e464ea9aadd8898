package dev.gyre.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Everything that passes any interface of a network, loopback too, as tcpdump sees it.
public final class PacketCapture implements AutoCloseable {

    /// Sends a datagram with this in it, from elsewhere, that is answered by nobody: all packets that come before it were before it.
    @FunctionalInterface
    public interface Marker {
        void send(byte[] mark) throws IOException;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FILE_HEAD = 24;
    private static final int PACKET_HEAD = 16;

    private final Process tcpdump;
    private final Path file;
    private final Marker marker;
    private int read = FILE_HEAD;
    private int marks;

    private PacketCapture(Process tcpdump, Path file, Marker marker) {
        this.tcpdump = tcpdump;
        this.file = file;
        this.marker = marker;
    }

    /// Starts to watch.
    ///
    /// @param inside the command that runs another in the network that is to be watched
    public static PacketCapture start(List<String> inside, Path directory, Marker marker)
            throws IOException {
        Path file = directory.resolve("packets.pcap");
        Path messages = directory.resolve("tcpdump.log");
        List<String> command = new ArrayList<>(inside);
        command.add(TestPeers.require("tcpdump").toString());
        command.addAll(
                List.of("-n", "-U", "-Z", "root", "-i", "any", "-y", "LINUX_SLL2", "-B", "8192"));
        command.addAll(List.of("-w", file.toString()));
        Process tcpdump =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(messages.toFile())
                        .start();
        await().atMost(PATIENCE)
                .until(() ->
                        !tcpdump.isAlive() || Files.readString(messages).contains("listening on"));
        if (!tcpdump.isAlive()) {
            throw new AssertionError(Files.readString(messages));
        }
        return new PacketCapture(tcpdump, file, marker);
    }

    /// All packets since the last call.
    public List<Packet> packets() throws IOException {
        byte[] mark = ("mark " + ++marks).getBytes(StandardCharsets.ISO_8859_1);
        marker.send(mark);
        List<Packet> packets = new ArrayList<>();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> read(mark, packets));
        return packets;
    }

    /// Reads what is whole.
    ///
    /// @return whether the mark was there
    private boolean read(byte[] mark, List<Packet> packets) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        // Written in the order of this machine.
        ByteBuffer buffer = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
        while (octets.length - read >= PACKET_HEAD) {
            int length = buffer.getInt(read + 8);
            int end = read + PACKET_HEAD + length;
            if (end > octets.length) {
                return false;
            }
            byte[] cooked = Arrays.copyOfRange(octets, read + PACKET_HEAD, end);
            read = end;
            for (Packet packet : Packet.read(cooked).stream().toList()) {
                if (Arrays.equals(packet.payload(), mark)) {
                    return true;
                }
                packets.add(packet);
            }
        }
        return false;
    }

    @Override
    public void close() {
        tcpdump.destroy();
        try {
            if (!tcpdump.waitFor(5, TimeUnit.SECONDS)) {
                tcpdump.destroyForcibly();
            }
        } catch (InterruptedException impatient) {
            tcpdump.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
