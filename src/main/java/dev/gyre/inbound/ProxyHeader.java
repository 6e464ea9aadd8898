package dev.gyre.inbound;

import dev.gyre.net.Addresses;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What the PROXY protocol puts before a connection's first octets: for whom it was made. Versions 1 and 2, strictly; extensions of
/// version 2 are passed over.
sealed interface ProxyHeader {

    /// More octets are needed.
    record Partial() implements ProxyHeader {}

    /// Something else, or one that is longer than any should be.
    record Malformed() implements ProxyHeader {}

    /// It is whole.
    ///
    /// @param client for whom; nothing when the balancer doesn't say, or connects for itself
    record Whole(Optional<InetAddress> client) implements ProxyHeader {}

    Partial PARTIAL = new Partial();
    Malformed MALFORMED = new Malformed();
    Whole UNKNOWN = new Whole(Optional.empty());

    /// The longest line of version 1, with its end.
    int MOST_TEXT = 107;

    /// The most octets behind the fixed part of version 2.
    int MOST_BINARY = 4096;

    String TEXT = "PROXY ";
    String BINARY = "\r\n\r\n\0\r\nQUIT\n";

    /// Reads it from what has come so far; takes its octets away once it is whole, and none before.
    static ProxyHeader read(ByteBuf in) {
        if (begins(in, BINARY)) {
            return in.readableBytes() < BINARY.length() + 4 ? PARTIAL : binary(in);
        }
        if (begins(in, TEXT)) {
            return text(in);
        }
        return MALFORMED;
    }

    /// Whether what there is may be the beginning of this, or has it.
    private static boolean begins(ByteBuf in, String signature) {
        int count = Math.min(in.readableBytes(), signature.length());
        for (int i = 0; i < count; i++) {
            if (in.getByte(in.readerIndex() + i) != signature.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static ProxyHeader text(ByteBuf in) {
        int from = in.readerIndex();
        int most = Math.min(in.readableBytes(), MOST_TEXT);
        int end = in.indexOf(from, from + most, (byte) '\n');
        if (end < 0) {
            return most == MOST_TEXT ? MALFORMED : PARTIAL;
        }
        if (in.getByte(end - 1) != '\r') {
            return MALFORMED;
        }
        String line = in.toString(from, end - 1 - from, StandardCharsets.ISO_8859_1);
        in.readerIndex(end + 1);
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return UNKNOWN; // whatever follows is to be ignored
        }
        boolean six = words[1].equals("TCP6");
        if (words.length != 6 || !(six || words[1].equals("TCP4"))) {
            return MALFORMED;
        }
        Optional<InetAddress> client = address(words[2], six);
        return client.isPresent()
                        && address(words[3], six).isPresent()
                        && isPort(words[4])
                        && isPort(words[5])
                ? new Whole(client)
                : MALFORMED;
    }

    private static Optional<InetAddress> address(String text, boolean six) {
        return (text.indexOf(':') >= 0) == six
                ? Addresses.parse(text).filter(each -> !each.isAnyLocalAddress())
                : Optional.empty();
    }

    private static boolean isPort(String text) {
        return text.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 0xffff;
    }

    private static ProxyHeader binary(ByteBuf in) {
        int fixed = in.readerIndex() + BINARY.length();
        int command = in.getUnsignedByte(fixed);
        int family = in.getUnsignedByte(fixed + 1);
        int length = in.getUnsignedShort(fixed + 2);
        int octets =
                switch (family) {
                    case 0x11 -> 4;
                    case 0x21 -> 16;
                    default -> 0;
                };
        boolean known = command == 0x20 || command == 0x21;
        boolean stream = octets > 0 || family == 0 || family == 0x31;
        boolean fits = length <= MOST_BINARY && length >= (octets == 0 ? 0 : 2 * octets + 4);
        boolean local = command == 0x20;
        if (!known || length > MOST_BINARY || !(local || (stream && fits))) {
            return MALFORMED;
        }
        if (in.readableBytes() < BINARY.length() + 4 + length) {
            return PARTIAL;
        }
        byte[] client = ByteBufUtil.getBytes(in, fixed + 4, local ? 0 : octets);
        in.skipBytes(BINARY.length() + 4 + length);
        if (client.length == 0) {
            return UNKNOWN;
        }
        InetAddress address = Addresses.of(client);
        return address.isAnyLocalAddress() ? MALFORMED : new Whole(Optional.of(address));
    }
}
