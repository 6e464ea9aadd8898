package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// What an https hop can tell of its connections: never that two of them are of one client.
final class HopTlsIT {

    private static final int PRE_SHARED_KEY = 41;
    private static final int EARLY_DATA = 42;
    private static final int SESSION_TICKET = 35;

    /// What a ClientHello offers (RFC 8446 4.1.2).
    ///
    /// @param sessionId the legacy session id, in hexadecimal
    /// @param resuming those of its extensions by which a session is resumed
    private record Hello(String sessionId, List<Integer> resuming) {

        static Hello of(byte[] record) {
            ByteBuffer in = ByteBuffer.wrap(record);
            // Past the record's head, the handshake's, the version and the random octets.
            in.position(5 + 4 + 2 + 32);
            byte[] session = new byte[in.get() & 0xff];
            in.get(session);
            in.position(in.position() + 2 + in.getShort(in.position()));
            in.position(in.position() + 1 + in.get(in.position()));
            int end = in.position() + 2 + (in.getShort() & 0xffff);
            List<Integer> resuming = new ArrayList<>();
            while (in.position() < end) {
                int type = in.getShort() & 0xffff;
                int length = in.getShort() & 0xffff;
                if (type == PRE_SHARED_KEY
                        || type == EARLY_DATA
                        || (type == SESSION_TICKET && length > 0)) {
                    resuming.add(type);
                }
                in.position(in.position() + length);
            }
            return new Hello(HexFormat.of().formatHex(session), resuming);
        }
    }

    @Test
    void noTlsSessionIsEverResumedWithinASessionOrBetweenTwo() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop hop =
                        FakeHop.https(certificates.server("127.0.0.1")).recordsHellos().start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\nreuse: never\n"
                                        + "egress: [{proxy: \"https://127.0.0.1:"
                                        + hop.port()
                                        + "\"}]\n",
                                certificates.trust())) {
            for (int i = 0; i < 9; i++) {
                String session = i % 3 == 2 ? "" : "Gyre-Session: s" + i % 3 + "\r\n";
                try (RawClient client = gyre.client()) {
                    client.send(
                            "GET "
                                    + origin.url("/")
                                    + " HTTP/1.1\r\nHost: x\r\n"
                                    + session
                                    + "\r\n");
                    assertThat(client.readResponse().status()).isEqualTo(200);
                }
            }
            List<Hello> hellos = hop.hellos().stream().map(Hello::of).toList();
            assertThat(hellos).hasSize(9);
            assertThat(hellos).allSatisfy(hello -> assertThat(hello.resuming()).isEmpty());
            Set<String> ids = new HashSet<>();
            hellos.forEach(hello -> ids.add(hello.sessionId()));
            assertThat(ids).hasSize(9);
        }
    }
}
