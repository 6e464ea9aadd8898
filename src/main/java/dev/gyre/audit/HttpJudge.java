package dev.gyre.audit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A target that keeps every request as it came: who connected, by which connection, and every octet. It keeps its connections
/// open, so that whoever may use one again can.
final class HttpJudge implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LENGTH =
            Pattern.compile("(?i)\r\ncontent-length:[ \t]*([0-9]{1,5})[ \t]*\r\n");

    private final Sightings seen = new Sightings();
    private final LoopbackServer server;

    HttpJudge() throws IOException {
        server = LoopbackServer.bind();
        server.serve(this::serve);
    }

    LoopbackServer server() {
        return server;
    }

    /// Requests, by the nonce in their heads.
    Sightings seen() {
        return seen;
    }

    /// The body of the answer to a request with this nonce.
    static Octets answer(String nonce) {
        return Octets.of("seen: " + nonce + "\n");
    }

    private void serve(long connection, Socket socket) throws IOException {
        Incoming in = new Incoming(socket, PATIENCE);
        for (Octets head = new Octets(in.head()); head.length() > 0; head = new Octets(in.head())) {
            Octets body = new Octets(in.exactly(length(head)));
            String nonce = Nonce.in(head).orElse("");
            seen.put(nonce, new Sighting(socket.getInetAddress(), connection, head, body));
            Octets answer = answer(nonce);
            String lines =
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                            + answer.length()
                            + "\r\n\r\n";
            socket.getOutputStream().write(Octets.of(lines).array());
            socket.getOutputStream().write(answer.array());
            in.within(PATIENCE);
        }
    }

    private static int length(Octets head) {
        Matcher length = LENGTH.matcher(head.text());
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    @Override
    public void close() {
        server.close();
    }
}
