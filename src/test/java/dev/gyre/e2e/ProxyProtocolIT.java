package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;

/// Clients behind a balancer, which says by the PROXY protocol who they are.
final class ProxyProtocolIT {

    private static final InetAddress BALANCER = Loopback.address("127.0.0.9");
    private static final String ASK = "GET http://whoami.gyre/ HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String ALLOWED = "PROXY TCP4 192.0.2.7 192.0.2.1 5678 443\r\n";
    private static final String OTHER = "PROXY TCP4 198.51.100.7 192.0.2.1 5678 443\r\n";

    private static Gyre gyre;

    @BeforeAll
    static void start() {
        gyre =
                Gyre.start(
                        """
                        listen:
                          - at: 127.0.0.1:0
                            clients: [192.0.2.0/24, 127.0.0.1]
                            proxy-protocol: [127.0.0.9]
                        egress: [{source: 127.0.0.1}]
                        """);
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    private static RawClient balancer() throws IOException {
        return RawClient.connectFrom(BALANCER, gyre.address());
    }

    private static int status(String header, String request) throws IOException {
        try (RawClient client = balancer()) {
            client.send(header + request);
            return client.readResponse().status();
        }
    }

    @Test
    void goesByTheClientThatIsNamed() throws IOException {
        assertThat(status(ALLOWED, ASK)).isEqualTo(200);
        assertThat(status(OTHER, ASK)).isEqualTo(403);
        assertThat(status("PROXY UNKNOWN\r\n", ASK)).as("the balancer itself").isEqualTo(403);
    }

    @Test
    void takesVersion2() throws IOException {
        try (RawClient client = balancer()) {
            client.send(
                    HexFormat.of()
                            .parseHex("0d0a0d0a000d0a515549540a2111000cc0000207c0000201123401bb"));
            client.send(ASK);
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void takesAHeaderInPieces() throws IOException {
        try (RawClient client = balancer()) {
            for (char each : (ALLOWED + ASK).toCharArray()) {
                client.send(String.valueOf(each));
            }
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void socksIsServedBehindIt() throws IOException {
        try (RawClient client = balancer()) {
            client.send(ALLOWED);
            assertThat(client.socks5("whoami.gyre", 80)).isZero();
        }
    }

    @Test
    void closesABalancersConnectionWithoutAHeader() throws IOException {
        try (RawClient client = balancer()) {
            client.send(ASK);
            assertThat(client.readToEnd()).isEmpty();
        }
        try (RawClient client = balancer()) {
            client.send("PROXY TCP4 192.0.2.7\r\n" + ASK);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void nobodyElseIsBelieved() throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(ASK);
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        try (RawClient client = gyre.client()) {
            client.send(ALLOWED + ASK);
            assertThat(client.readResponse().status()).isEqualTo(400);
        }
    }

    @Test
    void isNoClientOfThisMachineByWhatAHeaderSays() throws IOException {
        String flush = "POST http://dns.gyre/flush HTTP/1.1\r\nHost: x\r\n\r\n";
        assertThat(status("PROXY TCP4 127.0.0.1 127.0.0.1 5678 443\r\n", flush)).isEqualTo(403);
        try (RawClient client = gyre.client()) {
            client.send(flush);
            assertThat(client.readResponse().status()).as("without a header").isEqualTo(200);
        }
    }
}
