package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// More clients, and more waiting requests, than there may be.
final class OverloadIT {

    private static final String EGRESS =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n";

    /// More than are let in to be refused.
    private static final int CROWD = 200;

    private static void ask(RawClient client, RecordingOrigin origin) throws IOException {
        client.send("GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    @Test
    void aClientTooManyIsToldSoUntilAnotherLeaves() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(EGRESS + "limits: {connections: 2}\n");
                RawClient first = gyre.client()) {
            RawClient second = gyre.client();
            for (RawClient client : List.of(first, second)) {
                ask(client, origin);
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
            try (RawClient third = gyre.client()) {
                ask(third, origin);
                RawClient.Response refusal = third.readResponse();
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.field("Retry-After")).isPresent();
                assertThat(refusal.field("Proxy-Status"))
                        .contains("proxy; error=connection_limit_reached");
                assertThat(third.ended()).isTrue();
            }
            try (RawClient socks = gyre.client()) {
                socks.send(new byte[] {5, 1, 0});
                assertThat(socks.ended()).as("nothing can be said to it").isTrue();
            }
            assertThat(origin.connections()).isEqualTo(2);
            second.close();
            await().untilAsserted(() -> {
                try (RawClient next = gyre.client()) {
                    ask(next, origin);
                    assertThat(next.readResponse().status()).isEqualTo(200);
                }
            });
            ask(first, origin);
            assertThat(first.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void noneIsAcceptedWhileThereAreFarTooMany() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(EGRESS + "limits: {connections: 2}\n")) {
            List<RawClient> crowd = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                crowd.add(gyre.client());
            }
            await().until(() -> gyre.notices().toString().contains("accepting no more"));
            for (RawClient client : crowd) {
                client.close();
            }
            await().until(() -> gyre.notices().toString().contains("accepting connections again"));
            await().untilAsserted(() -> {
                try (RawClient next = gyre.client()) {
                    ask(next, origin);
                    assertThat(next.readResponse().status()).isEqualTo(200);
                }
            });
        }
    }

    @Test
    void aRequestTooManyIsNotKeptWaiting() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop hop = FakeHop.http()) {
            hop.mode(FakeHop.Mode.UNRESPONSIVE).start();
            try (Gyre gyre =
                            Gyre.start(
                                    "limits: {waiting: 1}\n"
                                            + "targets: {allow: [127.0.0.0/8]}\n"
                                            + "egress: [{proxy: \"http://127.0.0.1:"
                                            + hop.port()
                                            + "\"}]\n");
                    RawClient waits = gyre.client();
                    RawClient refused = gyre.client()) {
                ask(waits, origin);
                await().until(() -> hop.connections() == 1);
                ask(refused, origin);
                RawClient.Response refusal = refused.readResponse();
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.field("Proxy-Status"))
                        .contains("proxy; error=connection_limit_reached");
                assertThat(refusal.field("Retry-After")).isPresent();
            }
        }
    }
}
