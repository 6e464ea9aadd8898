package dev.gyre.fire;

import dev.gyre.testkit.BanningOrigin;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.HopFleet;
import dev.gyre.testkit.HopFleet.Condition;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A load through hundreds of hops of which many are dead, stalled, or banned by sites: two in ten and one in ten of the hops, and
/// three in ten at each site. Half-way, those that were dead or stalled recover, and as many others fall ill.
///
/// As a program: prints what each mechanism of the pool is worth.
public final class Fire {

    /// What is asked of the pool.
    ///
    /// @param name in the table
    /// @param keys of the pool file
    record Mechanisms(String name, String keys) {}

    /// @param asked how many requests there were
    /// @param ok how many were answered 200
    /// @param banned how many were answered 429 by the site
    /// @param seconds how long it took
    public record Outcome(String name, int asked, int ok, int banned, double seconds) {

        /// How many in a hundred were answered 200.
        public double success() {
            return 100.0 * ok / asked;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-34s %6d %8.2f %% %8d %8d %8.1f s",
                    name,
                    asked,
                    success(),
                    banned,
                    asked - ok - banned,
                    seconds);
        }
    }

    static final String TITLES =
            String.format(
                    "%-34s %6s %10s %8s %8s %10s",
                    "mechanisms", "asked", "success", "banned", "failed", "took");

    private static final String NO_HEALTH =
            "health: {failures: 1000, rate: 100%, window: 64, floor: 100%}\n";
    private static final String NO_COOL_DOWN = "cool-down: {statuses: {}}\n";
    private static final String HEALTH = "health: {failures: 2, out: 1s, most: 5s, floor: 20%}\n";
    private static final String COOL_DOWN = "cool-down: {statuses: {429: 1m}}\n";
    private static final String CAPS = "caps: {in-flight: 4}\n";
    private static final String HEDGE = "hedge: 100ms\n";

    static final Mechanisms NONE = new Mechanisms("none", NO_HEALTH + NO_COOL_DOWN);
    static final Mechanisms ALL =
            new Mechanisms("health, cool-down, caps, hedge", HEALTH + COOL_DOWN + CAPS + HEDGE);

    static final List<Mechanisms> EACH =
            List.of(
                    NONE,
                    new Mechanisms("health", HEALTH + NO_COOL_DOWN),
                    new Mechanisms("cool-down", NO_HEALTH + COOL_DOWN),
                    new Mechanisms("health, cool-down", HEALTH + COOL_DOWN),
                    new Mechanisms("health, cool-down, caps", HEALTH + COOL_DOWN + CAPS),
                    ALL);

    private final int hops;
    private final int clients;
    private final int requests;
    private final int sites;

    /// @param requests of each client
    Fire(int hops, int clients, int requests, int sites) {
        this.hops = hops;
        this.clients = clients;
        this.requests = requests;
        this.sites = sites;
    }

    /// Runs the load once.
    Outcome run(Mechanisms mechanisms) throws InterruptedException, ExecutionException {
        try (BanningOrigin origin = new BanningOrigin();
                HopFleet fleet = new HopFleet("127.40", hops);
                Gyre gyre = Gyre.start(mechanisms.keys() + pool(fleet))) {
            Random random = new Random(7);
            ban(origin, fleet, random);
            ill(fleet, 0);
            AtomicInteger ok = new AtomicInteger();
            AtomicInteger banned = new AtomicInteger();
            AtomicInteger asked = new AtomicInteger();
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < clients; i++) {
                    int client = i;
                    running.add(
                            threads.submit(() -> {
                                client(client, gyre, origin, fleet, asked, ok, banned);
                                return null;
                            }));
                }
            }
            for (Future<?> each : running) {
                Object _ = each.get();
            }
            return new Outcome(
                    mechanisms.name(),
                    clients * requests,
                    ok.get(),
                    banned.get(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private void client(
            int number,
            Gyre gyre,
            BanningOrigin origin,
            HopFleet fleet,
            AtomicInteger asked,
            AtomicInteger ok,
            AtomicInteger banned)
            throws IOException {
        for (int i = 0; i < requests; i++) {
            if (asked.incrementAndGet() == clients * requests / 2) {
                ill(fleet, 3);
            }
            String authority = site((number + i) % sites) + ":" + origin.port();
            try (RawClient client = gyre.client()) {
                client.send(
                        "GET http://"
                                + authority
                                + "/ HTTP/1.1\r\nHost: "
                                + authority
                                + "\r\n\r\n");
                int status = client.readResponse().status();
                if (status == 200) {
                    ok.incrementAndGet();
                } else if (status == 429) {
                    banned.incrementAndGet();
                }
            }
        }
    }

    /// Of each ten hops, two are dead and one is stalled, beginning with this one; all others are well.
    private void ill(HopFleet fleet, int first) {
        for (int i = 0; i < hops; i++) {
            int place = Math.floorMod(i - first, 10);
            fleet.set(
                    i,
                    place < 2 ? Condition.DEAD : place == 2 ? Condition.STALLED : Condition.WELL);
        }
    }

    private void ban(BanningOrigin origin, HopFleet fleet, Random random) {
        for (int site = 0; site < sites; site++) {
            for (InetSocketAddress hop : fleet.addresses()) {
                if (random.nextInt(10) < 3) {
                    origin.ban(site(site), hop.getAddress());
                }
            }
        }
    }

    private static String site(int number) {
        return "www.site" + number + ".test";
    }

    private static String pool(HopFleet fleet) {
        return fleet.addresses().stream()
                .map(hop -> "  - proxy: http://" + Loopback.authority(hop) + "\n")
                .collect(
                        Collectors.joining(
                                "",
                                "timeouts: {connect: 2s, handshake: 2s}\nattempts: 3\negress:\n",
                                ""));
    }

    /// Prints the table.
    ///
    /// @param arguments how many hops, clients, requests of each client, and sites; or fewer of these
    public static void main(String[] arguments) throws Exception {
        int[] sizes = {300, 40, 250, 5};
        for (int i = 0; i < arguments.length; i++) {
            sizes[i] = Integer.parseInt(arguments[i]);
        }
        Fire fire = new Fire(sizes[0], sizes[1], sizes[2], sizes[3]);
        System.out.println(TITLES);
        for (Mechanisms each : EACH) {
            System.out.println(fire.run(each));
        }
        System.exit(0);
    }
}
