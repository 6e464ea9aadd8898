package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.Test;

import java.util.List;

/// "It does not rotate" is the field's loudest complaint.
final class RotationIT {

    private static final String SOURCES =
            """
            targets: {allow: [127.0.0.0/8]}
            egress:
              - source: 127.0.5.1-127.0.5.9
            """;

    private static List<Seen> keptAlive(String poolFile, int requests) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(poolFile);
                RawClient client = gyre.client()) {
            for (int i = 0; i < requests; i++) {
                client.send(
                        "GET "
                                + origin.url("/")
                                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                + origin.port()
                                + "\r\n\r\n");
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
            return origin.seen();
        }
    }

    @Test
    void eachRequestOnAKeptAliveConnectionLeavesByAnotherAddress() throws Exception {
        List<Seen> seen = keptAlive(SOURCES, 20);
        assertThat(seen).hasSize(20);
        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i).source()).isNotEqualTo(seen.get(i - 1).source());
        }
        assertThat(seen).extracting(Seen::connection).doesNotHaveDuplicates();
        assertThat(seen).extracting(Seen::source).allMatch(source -> source.startsWith("127.0.5."));
    }

    @Test
    void roundRobinTakesEachAddressInTurn() throws Exception {
        List<Seen> seen = keptAlive("rotate: {every: request, pick: round-robin}\n" + SOURCES, 18);
        assertThat(seen.subList(0, 9)).extracting(Seen::source).doesNotHaveDuplicates();
        assertThat(seen.subList(9, 18))
                .extracting(Seen::source)
                .containsExactlyElementsOf(seen.subList(0, 9).stream().map(Seen::source).toList());
    }

    @Test
    void aConnectionKeepsItsAddressAndItsConnectionToTheTarget() throws Exception {
        List<Seen> seen = keptAlive("rotate: {every: connection}\n" + SOURCES, 10);
        assertThat(seen).extracting(Seen::source).containsOnly(seen.getFirst().source());
        assertThat(seen).extracting(Seen::connection).containsOnly(seen.getFirst().connection());
    }

    @Test
    void nothingIsReusedWhereNothingMayBe() throws Exception {
        List<Seen> seen = keptAlive("rotate: {every: connection}\nreuse: never\n" + SOURCES, 5);
        assertThat(seen).extracting(Seen::connection).doesNotHaveDuplicates();
    }

    @Test
    void twoClientsNeverShareAConnection() throws Exception {
        String one =
                "rotate: {every: connection}\n"
                        + "targets: {allow: [127.0.0.0/8]}\n"
                        + "egress: [{source: 127.0.5.1}]\n";
        assertThat(twoClients(one)).extracting(Seen::connection).doesNotHaveDuplicates();
    }

    private static List<Seen> twoClients(String poolFile) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(poolFile)) {
            for (int i = 0; i < 2; i++) {
                try (RawClient client = gyre.client()) {
                    client.send("GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n");
                    assertThat(client.readResponse().status()).isEqualTo(200);
                }
            }
            return origin.seen();
        }
    }

    @Test
    void anyRequestOfAnEgressMayHaveItsConnectionWhereThatIsAllowed() throws Exception {
        String one =
                "reuse: egress\ntargets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n";
        List<Seen> seen = keptAlive(one, 10);
        assertThat(seen).extracting(Seen::connection).containsOnly(seen.getFirst().connection());
    }

    @Test
    void aClientsConnectionsLeaveByDifferentAddresses() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES)) {
            for (int i = 0; i < 10; i++) {
                try (RawClient client = gyre.client()) {
                    client.send("GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n");
                    assertThat(client.readResponse().status()).isEqualTo(200);
                }
            }
            List<Seen> seen = origin.seen();
            for (int i = 1; i < seen.size(); i++) {
                assertThat(seen.get(i).source()).isNotEqualTo(seen.get(i - 1).source());
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderEachByItsOwnAddress() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES);
                RawClient client = gyre.client()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 1; i <= 10; i++) {
                requests.append("GET ")
                        .append(origin.url("/bytes/" + i))
                        .append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            client.send(requests.toString());
            for (int i = 1; i <= 10; i++) {
                assertThat(client.readResponse().body()).hasSize(i);
            }
            List<Seen> seen = origin.seen();
            for (int i = 1; i < seen.size(); i++) {
                assertThat(seen.get(i).source()).isNotEqualTo(seen.get(i - 1).source());
            }
        }
    }
}
