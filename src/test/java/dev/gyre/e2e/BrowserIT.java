package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.Chromium;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A real browser and a page with all that belongs to it, from three hosts, through Gyre and without it.
final class BrowserIT {

    private static final int PAIRS = 20; // of an image and a script
    private static final List<String> NAMES = List.of("page.test", "a.other.test", "b.third.test");
    private static final byte[] IMAGE =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static final RecordingOrigin ORIGIN = RecordingOrigin.start();
    private static final DnsStub DNS = DnsStub.start();

    /// What the browser asks for the page without a proxy: each target's head.
    private static Map<String, String> plain = Map.of();

    @BeforeAll
    static void loadWithoutProxy() throws Exception {
        StringBuilder page =
                new StringBuilder(
                        "<!doctype html><title>Page</title><link rel=icon href='data:,'>"
                                + "<body><script>let done = 0</script>\n");
        for (int i = 0; i < PAIRS; i++) {
            String host = "http://" + NAMES.get(i % NAMES.size()) + ":" + ORIGIN.port();
            page.append("<img src='%s/image/%d' onload='done++'>".formatted(host, i));
            page.append("<script src='%s/script/%d'></script>\n".formatted(host, i));
            answer("/image/" + i, "image/gif", IMAGE);
            answer("/script/" + i, "text/javascript", ascii("done++"));
        }
        page.append(
                "<p id=count><script>onload = () => count.textContent = done + ' loaded'</script>");
        answer("/page", "text/html", ascii(page.toString()));
        NAMES.forEach(name -> DNS.address(name, "127.0.0.1"));
        try (Chromium chromium = Chromium.startDirect()) {
            plain = heads(load(chromium));
        }
        assertThat(plain).containsOnlyKeys(targets());
    }

    private static void answer(String path, String type, byte[] body) {
        ORIGIN.answer(
                path,
                ("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
                                + "Cache-Control: no-store\r\n\r\n%s")
                        .formatted(
                                type, body.length, new String(body, StandardCharsets.ISO_8859_1)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @AfterAll
    static void stop() {
        ORIGIN.close();
        DNS.close();
    }

    private static Gyre gyre(String every) {
        return gyre(every, "");
    }

    private static Gyre gyre(String every, String more) {
        return Gyre.start(
                more
                        + """
                        rotate: {every: %s, pick: round-robin}
                        targets: {allow: [127.0.0.0/8]}
                        dns: {servers: ["%s"]}
                        egress: [{source: 127.5.0.1-127.5.3.250}]
                        """
                                .formatted(every, Loopback.authority(DNS.address())));
    }

    /// Loads the page, and returns the requests that it took.
    private static List<Seen> load(Chromium chromium) throws Exception {
        int before = ORIGIN.seen().size();
        assertThat(chromium.load("http://page.test:" + ORIGIN.port() + "/page").strip())
                .isEqualTo(2 * PAIRS + " loaded");
        List<Seen> seen = ORIGIN.seen();
        return seen.subList(before, seen.size());
    }

    private static List<String> targets() {
        List<String> targets = new ArrayList<>(List.of("/page"));
        for (int i = 0; i < PAIRS; i++) {
            targets.addAll(List.of("/image/" + i, "/script/" + i));
        }
        return targets;
    }

    private static Map<String, String> heads(List<Seen> seen) {
        Map<String, String> heads = new TreeMap<>();
        seen.forEach(request -> heads.put(request.target(), request.headText()));
        return heads;
    }

    /// Octet for octet what a browser asks without a proxy, so that nothing in it names one.
    private static void seemsToComeDirectly(List<Seen> seen) {
        assertThat(seen).extracting(Seen::target).containsExactlyInAnyOrderElementsOf(targets());
        assertThat(heads(seen)).isEqualTo(plain);
        assertThat(ORIGIN.problems()).isEmpty();
    }

    @Test
    void eachPartOfAPageIsAskedForByAnotherAddress() throws Exception {
        try (Gyre gyre = gyre("request");
                Chromium chromium = Chromium.start("http://" + gyre.hostPort())) {
            List<Seen> seen = load(chromium);
            seemsToComeDirectly(seen);
            assertThat(seen).extracting(Seen::source).doesNotHaveDuplicates();
            assertThat(seen).extracting(Seen::connection).doesNotHaveDuplicates();
        }
    }

    @Test
    void eachTunnelOfAPageHasAnAddressOfItsOwn() throws Exception {
        try (Gyre gyre = gyre("connection");
                Chromium chromium = Chromium.start("socks5://" + gyre.hostPort())) {
            int before = ORIGIN.peers().size();
            List<Seen> seen = load(chromium);
            seemsToComeDirectly(seen);
            List<InetSocketAddress> peers = ORIGIN.peers();
            assertThat(peers.subList(before, peers.size()))
                    .hasSizeBetween(NAMES.size(), seen.size() - 1)
                    .extracting(InetSocketAddress::getAddress)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void eachSiteOfAPageHasAnAddressAndKeepsIt() throws Exception {
        for (String scheme : List.of("http://", "socks5://")) {
            try (Gyre gyre = gyre("site");
                    Chromium chromium = Chromium.start(scheme + gyre.hostPort())) {
                Map<String, Set<String>> sources = new TreeMap<>();
                for (int i = 0; i < 2; i++) {
                    for (Seen request : load(chromium)) {
                        sources.computeIfAbsent(
                                        request.field("Host").orElseThrow(), _ -> new HashSet<>())
                                .add(request.source());
                    }
                }
                assertThat(sources).hasSize(NAMES.size());
                assertThat(sources.values())
                        .allSatisfy(each -> assertThat(each).hasSize(1))
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aBrowserThatKeepsItsTunnelsRotatesAllTheSame() throws Exception {
        // Quiet for so long that no answer is still under way, however slow the machine.
        try (Gyre gyre = gyre("request", "tunnels: {max-age: 300ms, quiet: 2s, grace: 10s}\n");
                Chromium chromium = Chromium.start("socks5://" + gyre.hostPort())) {
            Set<String> before = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                List<Seen> seen = load(chromium);
                seemsToComeDirectly(seen);
                Set<String> sources = new HashSet<>();
                seen.forEach(request -> sources.add(request.source()));
                assertThat(Collections.disjoint(sources, before)).isTrue();
                before.addAll(sources);
                // The browser would keep them for minutes.
                await().atMost(Duration.ofSeconds(60)).until(() -> ORIGIN.open() == 0);
            }
        }
    }
}
