package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Failure;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Supplier;

/// A hop that says nothing, or hangs up, once it knows the target may be waiting for it: no page can have a session moved, or a hop
/// taken out, by naming what is down.
final class SilentHopIT {

    private final RecordingOrigin origin = RecordingOrigin.start();
    private final FakeHop one = hop(FakeHop::socks5, "127.0.0.21");
    private final FakeHop two = hop(FakeHop::http, "127.0.0.22");

    private static FakeHop hop(Supplier<FakeHop> kind, String from) {
        FakeHop hop = kind.get().from(from).namesBelow("test", InetAddress.ofLiteral("127.0.0.1"));
        return hop.start();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        origin.close();
    }

    private Gyre start(String more) {
        return Gyre.start(
                """
                targets: {allow: [127.0.0.0/8]}
                timeouts: {connect: 2s, handshake: 500ms}
                health: {failures: 1, floor: 0%%}
                rotate: {every: request, pick: round-robin}
                egress:
                  - {proxy: "socks5h://127.0.0.1:%d", tags: [one]}
                  - {proxy: "http://127.0.0.1:%d", tags: [two]}
                %s
                """
                        .formatted(one.port(), two.port(), more));
    }

    private int status(Gyre gyre, String host, String fields) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(
                    "GET http://%s:%d/ HTTP/1.1\r\nHost: x\r\n%s\r\n"
                            .formatted(host, origin.port(), fields));
            return client.readResponse().status();
        }
    }

    @Test
    void ofAHopThatIsSilentForOneTargetThatNobodyGetsToNothingIsThought() throws Exception {
        one.hangsFor("down.test");
        two.hangsFor("down.test");
        try (Gyre gyre = start("attempts: 2")) {
            assertThat(status(gyre, "down.test", "")).isEqualTo(503);
            assertThat(gyre.log().getLast().failure()).contains(Failure.HOP_SILENT);
            for (int i = 0; i < 4; i++) {
                assertThat(status(gyre, "up.test", "")).isEqualTo(200);
            }
            assertThat(gyre.notices()).noneMatch(line -> line.contains("out"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHopThatIsSilentWhereAnotherGetsThroughIsTakenOut(boolean hangsUp) throws Exception {
        if (hangsUp) {
            one.mode(FakeHop.Mode.CLOSING);
        } else {
            one.hangsFor("www.half.test");
        }
        try (Gyre gyre = start("attempts: 2")) {
            for (int i = 0; i < 3; i++) {
                assertThat(status(gyre, "www.half.test", "")).isEqualTo(200);
            }
            int before = one.connections();
            for (int i = 0; i < 4; i++) {
                assertThat(status(gyre, "www.half.test", "")).isEqualTo(200);
            }
            assertThat(one.connections()).isEqualTo(before);
        }
    }

    @Test
    void aSessionStaysForOneFailureAndMovesForTwo() throws Exception {
        String session = "Gyre-Session: a\r\n";
        try (Gyre gyre = start("attempts: 2")) {
            assertThat(status(gyre, "up.test", session)).isEqualTo(200);
            boolean byOne = !one.asked().isEmpty();
            FakeHop its = byOne ? one : two;
            FakeHop other = byOne ? two : one;
            its.hangsFor("down.test");

            for (int i = 0; i < 3; i++) {
                assertThat(status(gyre, "down.test", session)).isEqualTo(503);
                assertThat(status(gyre, "up.test", session)).isEqualTo(200);
            }
            assertThat(other.asked()).isEmpty();
            // Nothing reached in between: by now it looks like the egress.
            assertThat(status(gyre, "down.test", session)).isEqualTo(503);
            assertThat(status(gyre, "down.test", session)).isEqualTo(200);
            assertThat(other.asked()).isNotEmpty();
        }
    }
}
