package dev.gyre.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What a client was told on one connection, from its begin to its end.
///
/// @param endedWell whether it was ended by a FIN, not broken off
record Dialogue(String told, boolean endedWell) {

    private static final int TIMEOUT_MILLIS = 10_000;

    /// Says all of this, piece by piece, and listens to the end.
    ///
    /// @param silent whether the client ends its own side then
    /// @param heard counted down when the first of it is heard
    static Dialogue of(
            InetSocketAddress proxy, List<String> pieces, boolean silent, CountDownLatch heard)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(proxy, TIMEOUT_MILLIS);
            try {
                for (String piece : pieces) {
                    socket.getOutputStream().write(Wire.bytes(piece));
                }
                if (silent) {
                    socket.shutdownOutput();
                }
            } catch (SocketException closedAlready) {
                // What was said before is still to be heard.
            }
            return listen(socket.getInputStream(), heard);
        }
    }

    private static Dialogue listen(InputStream in, CountDownLatch heard) throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 14];
        boolean well = true;
        try {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                told.write(piece, 0, n);
                heard.countDown();
            }
        } catch (SocketTimeoutException silence) {
            throw new IOException("The connection does not end after: " + text(told), silence);
        } catch (SocketException reset) {
            well = false;
        }
        return new Dialogue(text(told), well);
    }

    private static String text(ByteArrayOutputStream octets) {
        return octets.toString(StandardCharsets.ISO_8859_1);
    }
}
