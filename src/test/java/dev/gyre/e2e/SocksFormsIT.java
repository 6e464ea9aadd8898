package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// SOCKS 4, 4a and 5 in every form, good and bad, on real sockets: whole, byte by byte, and cut in two at every byte
/// (RFC 1928, RFC 1929, the SOCKS4 and 4a notes).
final class SocksFormsIT {

    private static EchoServer echo;
    private static Gyre gyre;

    @BeforeAll
    static void start() {
        echo = EchoServer.start();
        gyre =
                Gyre.start(
                        "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n"
                                + "timeouts: {handshake: 30s}\n");
    }

    @AfterAll
    static void stop() {
        gyre.close();
        echo.close();
    }

    private static final String NO_PASSWORD = "050100";
    private static final String CHOSEN = "0500";
    private static final String UP = "05000001000000000000";
    private static final String A_255 = "61".repeat(255);

    private static Arguments row(String section, String sent, String received) {
        return Arguments.of(section, sent, received);
    }

    private static String refused(int code) {
        return CHOSEN + "05%02x0001000000000000".formatted(code);
    }

    /// What is sent, and what comes back before the connection is closed. `PORT` is the target's; `21` is echoed.
    static List<Arguments> forms() {
        List<Arguments> rows = new ArrayList<>();
        rows.addAll(greetings());
        rows.addAll(passwords());
        rows.addAll(requests());
        rows.addAll(socks4());
        return rows;
    }

    private static List<Arguments> greetings() {
        String request = "050100017f000001 PORT 21";
        return List.of(
                row("1928 3: no method", "0500", "05ff"),
                row("1928 3: GSSAPI only", "050101", "05ff"),
                row("1928 3: private methods only", "0503808182", "05ff"),
                row("1928 3: the reserved method", "0501ff", "05ff"),
                row("1928 3: one of many", "0503018000" + request, CHOSEN + UP + "21"),
                row(
                        "1929: a name and a password are heard wherever they are offered",
                        "0503010200" + "01016101" + "62" + request,
                        "0502" + "0100" + UP + "21"),
                row("1928 3: the same twice", "05020000" + request, CHOSEN + UP + "21"),
                row(
                        "1928 3: 255 methods",
                        "05ff" + "80".repeat(254) + "00" + request,
                        CHOSEN + UP + "21"),
                row("1928 3: 255 methods, none of use", "05ff" + "80".repeat(255), "05ff"),
                row("1928 3: SOCKS 6", "0601", ""),
                row("1928 3: SOCKS 3", "0301", ""),
                row("1928 3: version 0", "0005", ""),
                row("1928 3: TLS", "160301", ""));
    }

    private static List<Arguments> passwords() {
        String request = "050100017f000001 PORT 21";
        String offer = "050102";
        return List.of(
                row("1929 2: any", offer + "0101750170" + request, "0502 0100" + UP + "21"),
                row("1929 2: empty", offer + "010000" + request, "0502 0100" + UP + "21"),
                row(
                        "1929 2: 255 octets each",
                        offer + "01ff" + A_255 + "ff" + A_255 + request,
                        "0502 0100" + UP + "21"),
                row("1929 2: another version", offer + "0501750170" + request, "0502 0101"),
                row("1929 2: version 0", offer + "0001750170", "0502 0101"));
    }

    private static List<Arguments> requests() {
        String to = NO_PASSWORD;
        return List.of(
                row("1928 4: an address", to + "050100017f000001 PORT 21", CHOSEN + UP + "21"),
                row(
                        "1928 5: an address as a name",
                        to + "0501000309 3132372e302e302e31 PORT 21",
                        CHOSEN + UP + "21"),
                row(
                        "1928 5: a mapped address",
                        to + "05010004 00000000000000000000ffff7f000001 PORT 21",
                        CHOSEN + UP + "21"),
                row("1928 4: BIND", to + "050200017f000001 PORT", refused(7)),
                row("1928 4: UDP ASSOCIATE", to + "050300017f000001 PORT", refused(7)),
                row("1928 4: command 0", to + "050000017f000001 PORT", refused(7)),
                row("1928 4: command 255", to + "05ff00017f000001 PORT", refused(7)),
                row("1928 4: another version", to + "040100017f000001 PORT", refused(1)),
                row("1928 4: the reserved octet", to + "050101017f000001 PORT", refused(1)),
                row("1928 4: port 0", to + "050100017f000001 0000", refused(1)),
                row("1928 5: address type 0", to + "050100007f000001 PORT", refused(8)),
                row("1928 5: address type 2", to + "050100027f000001 PORT", refused(8)),
                row("1928 5: address type 255", to + "050100ff7f000001 PORT", refused(8)),
                row("1928 5: an empty name", to + "0501000300 PORT", refused(1)),
                row("1928 5: NUL in a name", to + "0501000303 610062 PORT", refused(1)),
                row("1928 5: CR LF in a name", to + "0501000304 610d0a62 PORT", refused(1)),
                row("1928 5: a space in a name", to + "0501000303 612062 PORT", refused(1)),
                row("1928 5: a user in a name", to + "0501000303 754061 PORT", refused(1)),
                row("1928 5: an octet above 127", to + "0501000302 c3a4 PORT", refused(1)),
                row("1928 5: 255 octets of name", to + "05010003ff" + A_255 + " PORT", refused(1)),
                row("1928 5: brackets", to + "0501000305 5b3a3a315d PORT", refused(1)),
                row("1928 6: prohibited", to + "050100010a000001 0050", refused(2)),
                row("1928 6: refused", to + "050100017f000001 0001", refused(5)),
                row(
                        "1928 6: nothing after a refusal is served",
                        to + "050300017f000001 PORT" + "050100017f000001 PORT 21",
                        refused(7)));
    }

    private static List<Arguments> socks4() {
        String up = "005a000000000000";
        String not = "005b000000000000";
        return List.of(
                row("4: no user", "0401 PORT 7f000001 00 21", up + "21"),
                row("4: a user", "0401 PORT 7f000001 6d6500 21", up + "21"),
                row("4: 255 octets of user", "0401 PORT 7f000001" + A_255 + "00 21", up + "21"),
                row("4: 256 octets of user", "0401 PORT 7f000001" + A_255 + "6100", not),
                row("4: BIND", "0402 PORT 7f000001 00", not),
                row("4: command 0", "0400 PORT 7f000001 00", not),
                row("4: port 0", "0401 0000 7f000001 00", not),
                row("4: prohibited", "0401 0050 0a000001 00", not),
                row("4: refused", "0401 0001 7f000001 00", not),
                row("4: 0.0.0.0", "0401 0050 00000000 00", not),
                row("4a: an address", "0401 PORT 00000001 00 3132372e302e302e3100 21", up + "21"),
                row("4a: an empty name", "0401 PORT 00000001 00 00", not),
                row("4a: a space in a name", "0401 PORT 00000001 00 61206200", not),
                row("4a: 256 octets of name", "0401 PORT 00000001 00" + A_255 + "6100", not),
                row("4a: LF in a name", "0401 PORT 00000001 00 610a00", not));
    }

    private static byte[] bytes(String hex) {
        String port = "%04x".formatted(echo.port());
        return HexFormat.of().parseHex(hex.replace("PORT", port).replace(" ", ""));
    }

    /// Sends the pieces; returns what came, up to the end.
    private static String dialogue(List<byte[]> pieces, int expected) throws Exception {
        try (RawClient client = gyre.client()) {
            try {
                for (byte[] piece : pieces) {
                    client.send(piece);
                }
            } catch (SocketException refusedAlready) {
                // What it said is still to be read.
            }
            byte[] received = client.readExactly(expected);
            try {
                client.shutdownOutput();
                return HexFormat.of().formatHex(received)
                        + HexFormat.of().formatHex(client.readToEnd());
            } catch (SocketException hungUp) {
                // Where there is nothing to say, whoever still speaks is reset.
                assertThat(expected).isZero();
                return "";
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void isAnsweredTheSameHoweverItComes(String section, String sent, String received)
            throws Exception {
        byte[] all = bytes(sent);
        byte[] answer = bytes(received);
        String expected = HexFormat.of().formatHex(answer);
        assertThat(dialogue(List.of(all), answer.length)).isEqualTo(expected);
        List<byte[]> crumbs = new ArrayList<>();
        for (byte each : all) {
            crumbs.add(new byte[] {each});
        }
        assertThat(dialogue(crumbs, answer.length)).as("byte by byte").isEqualTo(expected);
        // Of long texts, the cuts at their ends.
        for (int at = 1; at < all.length; at += at > 24 && all.length - at > 24 ? 37 : 1) {
            List<byte[]> two =
                    List.of(Arrays.copyOf(all, at), Arrays.copyOfRange(all, at, all.length));
            assertThat(dialogue(two, answer.length)).as("cut at %d", at).isEqualTo(expected);
        }
    }

    @Test
    void aDialogueThatStopsIsClosedInTime() throws Exception {
        try (Gyre hasty =
                Gyre.start(
                        "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n"
                                + "timeouts: {handshake: 200ms}\n")) {
            for (String part :
                    List.of(
                            "05",
                            "0501",
                            "050100",
                            "05010005010001",
                            "05010201",
                            "04",
                            "0401005000000001")) {
                try (RawClient client = RawClient.connect(hasty.address())) {
                    client.send(bytes(part));
                    client.readToEnd();
                }
            }
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothing() throws Exception {
        byte[] all = bytes(NO_PASSWORD + "050100017f000001 PORT 21");
        for (int at = 1; at < 13; at++) {
            try (RawClient client = gyre.client()) {
                client.send(Arrays.copyOf(all, at));
                client.shutdownOutput();
                client.readToEnd();
            }
        }
    }
}
