package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Ten thousand requests of every kind, while every buffer is watched: what is not released fails the whole run.
final class LoadIT {

    private static final int CLIENTS = 20;
    private static final int REQUESTS = 500;

    @Test
    void tenThousandRequestsArriveOnceAndWhole() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\n"
                                        + "egress: [{source: 127.0.7.0/24}]\n")) {
            all(number -> run(gyre, origin, number));
            List<Seen> seen = origin.seen();
            assertThat(seen).hasSize(CLIENTS * REQUESTS).allMatch(Seen::complete);
            assertThat(seen).extracting(Seen::target).doesNotHaveDuplicates();
            Map<String, Integer> bySource = new HashMap<>();
            seen.forEach(each -> bySource.merge(each.source(), 1, Integer::sum));
            assertThat(bySource).as("all addresses are used").hasSize(256);
            assertThat(origin.problems()).isEmpty();
        }
    }

    private interface Client {
        void run(int number) throws Exception;
    }

    private static void all(Client client) throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                running.add(
                        threads.submit(() -> {
                            client.run(number);
                            return null;
                        }));
            }
        }
        for (Future<?> each : running) {
            Object _ = each.get();
        }
    }

    private static void run(Gyre gyre, RecordingOrigin origin, int number) throws Exception {
        for (int i = 0; i < REQUESTS; ) {
            try (RawClient client = gyre.client()) {
                String prefix = number % 4 == 0 ? open(client, origin, i) : origin.url("");
                // Some clients go after every request, some after many.
                int last = Math.min(REQUESTS, i + (number % 3 == 0 ? 1 : 100));
                for (; i < last; i++) {
                    exchange(client, prefix, number, i);
                }
            }
        }
    }

    private static String open(RawClient client, RecordingOrigin origin, int i) throws Exception {
        switch (i % 3) {
            case 0 -> assertThat(client.socks5("127.0.0.1", origin.port())).isZero();
            case 1 -> assertThat(client.socks4("127.0.0.1", origin.port())).isEqualTo(0x5a);
            default -> {
                client.send("CONNECT " + origin.authority() + " HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            }
        }
        return "";
    }

    private static void exchange(RawClient client, String prefix, int number, int i)
            throws Exception {
        String query = "?" + number + "-" + i + " HTTP/1.1\r\nHost: x\r\n";
        switch (i % 5) {
            case 0 -> {
                client.send("GET " + prefix + "/bytes/" + i * 10 + query + "\r\n");
                assertThat(client.readResponse().body()).hasSize(i * 10);
            }
            case 1 -> {
                client.send("GET " + prefix + "/chunked/" + i * 10 + query + "\r\n");
                assertThat(client.readResponse().body()).hasSize(i * 10);
            }
            case 2 -> {
                client.send("HEAD " + prefix + "/bytes/99" + query + "\r\n");
                assertThat(client.readResponse("HEAD").status()).isEqualTo(200);
            }
            case 3 -> {
                client.send("POST " + prefix + "/echo" + query + "Content-Length: 5\r\n\r\nhello");
                assertThat(client.readResponse().text()).isEqualTo("hello");
            }
            default -> {
                client.send(
                        "POST "
                                + prefix
                                + "/echo"
                                + query
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "3\r\n"
                                + "hel\r\n"
                                + "2\r\n"
                                + "lo\r\n"
                                + "0\r\n\r\n");
                assertThat(client.readResponse().text()).isEqualTo("hello");
            }
        }
    }
}
