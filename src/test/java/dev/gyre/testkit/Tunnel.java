package dev.gyre.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// Carries bytes between two sockets until both directions have ended.
final class Tunnel {

    private Tunnel() {}

    /// Each direction's end is passed on alone; a broken direction resets both.
    ///
    /// @param fromClient the client's bytes, some of which may have been read ahead
    static void run(Socket client, InputStream fromClient, Socket target) {
        Thread up =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                carry(fromClient, target);
                            } catch (IOException broken) {
                                Listener.reset(client);
                                Listener.reset(target);
                            }
                        });
        try {
            carry(target.getInputStream(), client);
        } catch (IOException broken) {
            Listener.reset(client);
            Listener.reset(target);
        }
        try {
            up.join();
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
    }

    private static void carry(InputStream from, Socket to) throws IOException {
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[16 * 1024];
        int count;
        while ((count = from.read(buffer)) >= 0) {
            out.write(buffer, 0, count);
            out.flush();
        }
        to.shutdownOutput();
    }

    static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyGone) {
            // Nothing is lost.
        }
    }
}
