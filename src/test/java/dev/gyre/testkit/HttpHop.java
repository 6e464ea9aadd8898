package dev.gyre.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.util.Base64;
import java.util.Optional;

/// CONNECT (RFC 9110 §9.3.6) with Basic credentials (RFC 7617).
final class HttpHop implements HopProtocol {

    private static final int HEAD_LIMIT = 64 * 1024;

    @Override
    public void serve(HopClient client) throws IOException {
        String[] lines = head(client).split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        Optional<String> userAndPassword = credentials(lines);
        Optional<String> user = userAndPassword.map(pair -> pair.substring(0, pair.indexOf(':')));
        Optional<String> secret =
                userAndPassword.map(pair -> pair.substring(pair.indexOf(':') + 1));
        if (request.length != 3) {
            client.turnAway(reply("400 Bad Request"));
            return;
        }
        if (!request[0].equals("CONNECT")) {
            client.asked(request[1], 0, user, secret);
            client.turnAway(reply("405 Method Not Allowed", "Allow: CONNECT"));
            return;
        }
        int colon = request[1].lastIndexOf(':');
        if (!request[1].substring(colon + 1).matches("[0-9]{1,5}") || colon < 1) {
            client.turnAway(reply("400 Bad Request"));
            return;
        }
        String host = request[1].substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = Integer.parseInt(request[1].substring(colon + 1));
        client.asked(host, port, user, secret);
        if (!client.accepts(user, secret)) {
            client.turnAway(
                    reply(
                            "407 Proxy Authentication Required",
                            "Proxy-Authenticate: Basic realm=\"hop\""));
            return;
        }
        switch (client.mode()) {
            case REFUSING -> client.turnAway(reply("403 Forbidden"));
            case TARGET_REFUSED -> client.turnAway(reply("502 Bad Gateway"));
            case TERMINAL,
                    UNRESPONSIVE,
                    WRONG_PASSWORD,
                    GARBAGE,
                    CLOSING,
                    ADDING_FIELDS,
                    ANSWERING_TLS ->
                    connect(client, host, port);
        }
    }

    private static void connect(HopClient client, String host, int port) throws IOException {
        Optional<Socket> target;
        try {
            target = client.connect(host, port);
        } catch (IOException | IllegalArgumentException notReached) {
            target = Optional.empty();
        }
        if (target.isPresent()) {
            client.tunnel(
                    "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1),
                    target.get());
        } else {
            client.turnAway(reply("502 Bad Gateway"));
        }
    }

    private static String head(HopClient client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            if (head.length() == HEAD_LIMIT) {
                throw new IOException("a head without end");
            }
            head.append((char) client.read());
        }
        return head.toString();
    }

    private static Optional<String> credentials(String[] lines) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).equalsIgnoreCase("Proxy-Authorization")) {
                String value = line.substring(colon + 1).strip();
                if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
                    byte[] decoded = decoded(value.substring(6).strip());
                    return Optional.of(new String(decoded, UTF_8))
                            .filter(pair -> pair.indexOf(':') >= 0);
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static byte[] reply(String status, String... fields) {
        StringBuilder reply = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        for (String field : fields) {
            reply.append(field).append("\r\n");
        }
        return reply.append("Content-Length: 0\r\nConnection: close\r\n\r\n")
                .toString()
                .getBytes(ISO_8859_1);
    }
}
