package dev.gyre.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Load with faults for a long time. In the end memory must have stayed flat, no buffer and no connection may be left, and each
/// request must have come to one end that is right for it.
public final class Soak {

    private static final int CLIENTS = 32;
    private static final int SAMPLES = 12;
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Duration time;
    private final Ledger ledger = new Ledger();
    private final List<Proxy.Size> sizes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private Soak(Duration time) {
        this.time = time;
    }

    /// The argument is how many seconds; ten minutes without it. Exits with 1 when anything is wrong.
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length == 0 ? 600 : Integer.parseInt(arguments[0]);
        System.exit(new Soak(Duration.ofSeconds(seconds)).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Path directory = Files.createTempDirectory("gyre-soak-");
        try (Server good = Server.start(ledger, new Target(ledger));
                Server rude = Server.start(ledger, new Target(ledger));
                Server http = hop(false, Hop.Conduct.GOOD);
                Server socks = hop(true, Hop.Conduct.GOOD);
                Server breaking = hop(false, Hop.Conduct.BREAKS_HANDSHAKE);
                Server failing = hop(true, Hop.Conduct.BREAKS_HANDSHAKE);
                Server cutting = hop(true, Hop.Conduct.CUTS_TUNNELS);
                Proxy proxy =
                        Proxy.start(directory, pool(http, socks, breaking, failing, cutting))) {
            long filesBefore = proxy.files();
            System.out.printf("soaking for %d s; log: %s%n", time.toSeconds(), directory);
            load(proxy, new Client.Targets(good.port(), rude.port()));
            end(proxy, filesBefore);
        }
        report();
        return faults.isEmpty();
    }

    private Server hop(boolean socks, Hop.Conduct conduct) {
        return Server.start(ledger, new Hop(ledger, socks, conduct, conduct.ordinal()));
    }

    private static String pool(
            Server http, Server socks, Server breaking, Server failing, Server cutting) {
        return """
        targets: {allow: [127.0.0.0/8]}
        connect: {ports: any}
        rotate: {every: connection, pick: random}
        egress:
          - source: 127.0.6.1-127.0.6.6
          - proxy: http://127.0.0.1:%d
          - proxy: socks5h://127.0.0.1:%d
          - proxy: http://127.0.0.1:%d
          - proxy: socks5h://127.0.0.1:%d
          - proxy: socks5h://127.0.0.1:%d
        timeouts: {connect: 5s, head: 2s, response: 2s, body: 2s, handshake: 1s, idle: %ds}
        attempts: 4
        """
                .formatted(
                        http.port(),
                        socks.port(),
                        breaking.port(),
                        failing.port(),
                        cutting.port(),
                        IDLE.toSeconds());
    }

    private void load(Proxy proxy, Client.Targets targets) throws Exception {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(ledger, proxy.address(), targets, i);
            clients.add(Thread.ofVirtual().start(client));
        }
        long begin = System.nanoTime();
        for (int i = 1; i <= SAMPLES; i++) {
            long at = begin + time.toNanos() * i / SAMPLES;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, at - System.nanoTime()));
            if (!proxy.isAlive()) {
                faults.add("the proxy has died");
                break;
            }
            sizes.add(proxy.size());
            tell();
        }
        ledger.stop();
        for (Thread client : clients) {
            client.join();
        }
    }

    private void tell() {
        Proxy.Size now = sizes.getLast();
        System.out.printf(
                Locale.ROOT,
                "%8d requests, %d right, %d errors, %d cut, %d given up; heap %d MiB, resident %d"
                        + " MiB, %d files%n",
                ledger.opened(),
                ledger.count(Errand.Outcome.RIGHT),
                ledger.count(Errand.Outcome.ERROR),
                ledger.count(Errand.Outcome.CUT),
                ledger.count(Errand.Outcome.GAVE_UP),
                now.heap() >> 10,
                now.resident() >> 10,
                now.files());
        for (String note = ledger.nextNote(); note != null; note = ledger.nextNote()) {
            System.out.println("  " + note.replaceAll("[^ -~]+", "|"));
        }
    }

    private void end(Proxy proxy, long filesBefore) throws IOException, InterruptedException {
        long patience = System.nanoTime() + IDLE.multipliedBy(4).toNanos();
        while (proxy.files() > filesBefore + 2 && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        long left = proxy.files() - filesBefore;
        // Look-ups of interfaces and the like may have opened a file or two for good.
        if (left > 2) {
            faults.add(left + " connections are left");
        }
        sizes.add(proxy.size());
        int exit = proxy.end();
        if (exit != 0) {
            faults.add("it ended with " + exit);
        }
        String output = proxy.output();
        if (output.contains(PrintedLeaks.MARK)) {
            faults.add("a buffer is left:\n" + output.substring(output.indexOf(PrintedLeaks.MARK)));
        }
        if (output.contains("Exception")
                || output.contains("ended by")
                || output.contains("went on after")) {
            faults.add("it complains:\n" + output);
        }
    }

    private void report() {
        if (ledger.live() > 0) {
            faults.add(ledger.live() + " requests came to no end: " + ledger.left());
        }
        if (ledger.failures() > 0) {
            faults.add(ledger.failures() + " mistakes");
        }
        if (ledger.undue() > 0) {
            faults.add(ledger.undue() + " requests failed that nothing was wrong with");
        }
        flat("heap", sizes.stream().map(Proxy.Size::heap).toList(), 4 << 10);
        flat("resident memory", sizes.stream().map(Proxy.Size::resident).toList(), 24 << 10);
        tell();
        System.out.printf(
                Locale.ROOT,
                "%.0f requests a second; %d that should have been answered well, %d of them not%n",
                ledger.opened() / (double) time.toSeconds(),
                ledger.honest(),
                ledger.undue());
        faults.forEach(fault -> System.out.println("FAILED: " + fault));
        System.out.println(faults.isEmpty() ? "PASSED" : "FAILED");
    }

    /// The last third against the second quarter, KiB.
    private void flat(String what, List<Long> samples, long slack) {
        double before = mean(samples.subList(samples.size() / 4, samples.size() / 2));
        double after = mean(samples.subList(samples.size() * 2 / 3, samples.size()));
        System.out.printf(
                Locale.ROOT, "%s: %.1f MiB, then %.1f MiB%n", what, before / 1024, after / 1024);
        if (after > before * 1.1 + slack) {
            faults.add("the " + what + " grows");
        }
    }

    private static double mean(List<Long> samples) {
        return samples.stream().mapToLong(Long::longValue).average().orElse(0);
    }
}
