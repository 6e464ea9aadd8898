package dev.gyre.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The first record of a TLS connection, as octets.
final class ClientHello {

    private static final int HANDSHAKE = 22;
    private static final int HEADER = 5;
    private static final int RANDOM = HEADER + 4 + 2;
    private static final int RANDOM_LENGTH = 32;

    private ClientHello() {}

    /// Reads the first record from a connection (RFC 8446 5.1).
    static Octets read(Incoming in) throws IOException {
        byte[] header = in.exactly(HEADER);
        if (header[0] != HANDSHAKE) {
            throw new IOException("no TLS");
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(header);
        record.writeBytes(in.exactly((header[3] & 0xff) << 8 | (header[4] & 0xff)));
        return new Octets(record.toByteArray());
    }

    /// The first record of all that was sent.
    static Octets first(byte[] sent) {
        int length = sent.length < HEADER ? 0 : HEADER + ((sent[3] & 0xff) << 8 | (sent[4] & 0xff));
        return new Octets(Arrays.copyOf(sent, Math.min(length, sent.length)));
    }

    /// What tells one ClientHello from another: its random octets.
    static Optional<String> key(Octets record) {
        return record.length() < RANDOM + RANDOM_LENGTH
                ? Optional.empty()
                : Optional.of(
                        HexFormat.of().formatHex(record.array(), RANDOM, RANDOM + RANDOM_LENGTH));
    }
}
