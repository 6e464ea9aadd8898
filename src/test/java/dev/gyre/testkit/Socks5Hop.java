package dev.gyre.testkit;

import dev.gyre.net.Addresses;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;

/// SOCKS5 CONNECT (RFC 1928), with user name and password (RFC 1929) if required.
final class Socks5Hop implements HopProtocol {

    private static final int NO_AUTHENTICATION = 0;
    private static final int USER_PASSWORD = 2;
    private static final int NONE_ACCEPTABLE = 0xff;

    private static final int NOT_ALLOWED = 2;
    private static final int HOST_UNREACHABLE = 4;
    private static final int CONNECTION_REFUSED = 5;
    private static final int COMMAND_NOT_SUPPORTED = 7;

    @Override
    public void serve(HopClient client) throws IOException {
        expect(client, 5);
        byte[] offered = client.read(client.read());
        int wanted = client.needsPassword() ? USER_PASSWORD : NO_AUTHENTICATION;
        boolean agreed = false;
        for (byte method : offered) {
            agreed |= method == wanted;
        }
        if (!agreed) {
            client.asked("", 0, Optional.empty(), Optional.empty());
            client.turnAway(new byte[] {5, (byte) NONE_ACCEPTABLE});
            return;
        }
        client.write(new byte[] {5, (byte) wanted});
        Optional<String> user = Optional.empty();
        Optional<String> secret = Optional.empty();
        if (wanted == USER_PASSWORD) {
            expect(client, 1);
            user = Optional.of(client.readText(client.read()));
            secret = Optional.of(client.readText(client.read()));
            if (!client.accepts(user, secret)) {
                client.asked("", 0, user, secret);
                client.turnAway(new byte[] {1, 1});
                return;
            }
            client.write(new byte[] {1, 0});
        }
        expect(client, 5);
        int command = client.read();
        expect(client, 0);
        String host = host(client);
        int port = client.readShort();
        client.asked(host, port, user, secret);
        if (command != 1) {
            client.turnAway(failure(COMMAND_NOT_SUPPORTED));
            return;
        }
        switch (client.mode()) {
            case REFUSING -> client.turnAway(failure(NOT_ALLOWED));
            case TARGET_REFUSED -> client.turnAway(failure(CONNECTION_REFUSED));
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
        } catch (IOException notReached) {
            client.turnAway(failure(CONNECTION_REFUSED));
            return;
        }
        if (target.isPresent()) {
            client.tunnel(success(target.get()), target.get());
        } else {
            client.turnAway(failure(HOST_UNREACHABLE));
        }
    }

    private static String host(HopClient client) throws IOException {
        int type = client.read();
        return switch (type) {
            case 1 -> Addresses.of(client.read(4)).getHostAddress();
            case 3 -> client.readText(client.read());
            case 4 -> Addresses.of(client.read(16)).getHostAddress();
            default -> throw new IOException("address type " + type);
        };
    }

    private static void expect(HopClient client, int octet) throws IOException {
        int got = client.read();
        if (got != octet) {
            throw new IOException("expected " + octet + ", got " + got);
        }
    }

    /// With the address that the target sees.
    private static byte[] success(Socket target) {
        byte[] bound = target.getLocalAddress().getAddress();
        return ByteBuffer.allocate(6 + bound.length)
                .put(new byte[] {5, 0, 0, (byte) (bound.length == 4 ? 1 : 4)})
                .put(bound)
                .putShort((short) target.getLocalPort())
                .array();
    }

    private static byte[] failure(int code) {
        return new byte[] {5, (byte) code, 0, 1, 0, 0, 0, 0, 0, 0};
    }
}
