package dev.gyre.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gyre.net.Addresses;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/// SOCKS4 CONNECT, and the 4a extension: the address 0.0.0.x, x not 0, says that a name follows.
final class Socks4Hop implements HopProtocol {

    private static final int GRANTED = 0x5a;
    private static final int REJECTED = 0x5b;
    private static final int WRONG_USER = 0x5d;
    private static final int TEXT_LIMIT = 4096;

    @Override
    public void serve(HopClient client) throws IOException {
        if (client.read() != 4) {
            throw new IOException("not SOCKS4");
        }
        int command = client.read();
        int port = client.readShort();
        byte[] address = client.read(4);
        String user = readText(client);
        boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
        String host = named ? readText(client) : Addresses.of(address).getHostAddress();
        client.asked(host, port, Optional.of(user).filter(id -> !id.isEmpty()), Optional.empty());
        if (!client.accepts(user)) {
            client.turnAway(reply(WRONG_USER));
            return;
        }
        Optional<Socket> target = Optional.empty();
        if (command == 1 && client.mode().connects()) {
            try {
                target = client.connect(host, port);
            } catch (IOException notReached) {
                // The protocol has no word for why.
            }
        }
        if (target.isPresent()) {
            client.tunnel(reply(GRANTED), target.get());
        } else {
            client.turnAway(reply(REJECTED));
        }
    }

    private static String readText(HopClient client) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int octet;
        while ((octet = client.read()) != 0) {
            text.write(octet);
            if (text.size() > TEXT_LIMIT) {
                throw new IOException("a text without end");
            }
        }
        return text.toString(ISO_8859_1);
    }

    private static byte[] reply(int code) {
        return new byte[] {0, (byte) code, 0, 0, 0, 0, 0, 0};
    }
}
