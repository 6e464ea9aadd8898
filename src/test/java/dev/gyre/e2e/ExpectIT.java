package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RawTarget;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `Expect: 100-continue`, both ways (RFC 9110 10.1.1).
final class ExpectIT {

    private static final String GO_ON = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String DONE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static Gyre gyre;

    @BeforeAll
    static void start() {
        gyre =
                Gyre.start(
                        "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n"
                                + "timeouts: {response: 400ms}\n");
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    private static String head(RawTarget target, String version) {
        return "PUT "
                + target.url("/x")
                + " HTTP/"
                + version
                + "\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n";
    }

    @Test
    void aClientThatWaitsIsToldToGoOn() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send(GO_ON);
                            talk.readExactly(4);
                            talk.send(DONE);
                            talk.awaitEnd();
                        });
                RawClient client = gyre.client()) {
            client.send(head(target, "1.1"));
            assertThat(client.readHead()).isEqualTo(GO_ON);
            client.send("data");
            assertThat(client.readResponse().text()).isEqualTo("ok");
            assertThat(target.next().received())
                    .contains("\r\nExpect: 100-Continue\r\n")
                    .endsWith("\r\n\r\ndata");
        }
    }

    @Test
    void aClientNeedNotWait() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.readExactly(4);
                            talk.send(GO_ON + DONE);
                            talk.awaitEnd();
                        });
                RawClient client = gyre.client()) {
            client.send(head(target, "1.1") + "data");
            assertThat(client.readHead()).isEqualTo(GO_ON);
            assertThat(client.readResponse().text()).isEqualTo("ok");
        }
    }

    @Test
    void aTargetThatSaysNothingFirstIsServedAllTheSame() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.readExactly(4);
                            talk.send(DONE);
                            talk.awaitEnd();
                        });
                RawClient client = gyre.client()) {
            client.send(head(target, "1.1"));
            client.send("data");
            assertThat(client.readResponse().text()).isEqualTo("ok");
        }
    }

    /// The content that was announced may follow or not: nothing behind it can be told from it.
    @Test
    void aTargetMayRefuseBeforeTheContentIsSent() throws Exception {
        String no = "HTTP/1.1 417 No\r\nContent-Length: 2\r\n\r\nno";
        try (RawTarget target = RawTarget.saying(no);
                RawClient client = gyre.client()) {
            client.send(head(target, "1.1"));
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(417);
            assertThat(reply.field("Connection")).hasValue("close");
            client.send("GET " + target.url("/next") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.ended()).isTrue();
            assertThat(target.next().received()).doesNotContain("/next");
            assertThat(target.connections()).isOne();
        }
    }

    @Test
    void aTargetThatNeverAnswersIsLate() throws Exception {
        try (RawTarget target = RawTarget.saying("");
                RawClient client = gyre.client()) {
            client.send(head(target, "1.1"));
            assertThat(client.readResponse().status()).isEqualTo(504);
        }
    }

    @Test
    void aClientOfHttp10KnowsNoInterimResponse() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.readExactly(4);
                            talk.send(GO_ON + DONE);
                            talk.awaitEnd();
                        });
                RawClient client = gyre.client()) {
            client.send(head(target, "1.0") + "data");
            assertThat(client.readResponse().status()).isEqualTo(200);
            assertThat(target.next().received()).doesNotContain("Expect");
        }
    }

    @Test
    void noOtherExpectationCanBeMet() throws Exception {
        try (RawTarget target = RawTarget.start(talk -> talk.send(DONE));
                RawClient client = gyre.client()) {
            client.send(
                    "GET "
                            + target.url("/")
                            + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue, more\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(417);
            assertThat(target.connections()).isZero();
        }
    }
}
