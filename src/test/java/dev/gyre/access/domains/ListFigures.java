package dev.gyre.access.domains;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gyre.net.Host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// How long a list of 500,000 domains takes to read, what it weighs, and how many look-ups there are in a second. Run by hand.
final class ListFigures {

    private static final int ENTRIES = 500_000;
    private static final int NAMES = 1 << 16;
    private static final Runtime MACHINE = Runtime.getRuntime();

    private ListFigures() {}

    public static void main(String[] arguments) throws UnusableList {
        Random random = new Random(1);
        List<String> domains = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ENTRIES; i++) {
            String domain = domain(random);
            text.append(domain).append('\n');
            if (i % (ENTRIES / NAMES) == 0) {
                domains.add(domain);
            }
        }
        byte[] octets = text.toString().getBytes(US_ASCII);
        System.out.printf(Locale.ROOT, "list: %,d lines, %,d octets%n", ENTRIES, octets.length);
        text.setLength(0);
        text.trimToSize();
        for (int round = 0; round < 5; round++) {
            long before = used();
            long begun = System.nanoTime();
            DomainList list = DomainList.read("figures", octets);
            long millis = (System.nanoTime() - begun) / 1_000_000;
            System.out.printf(
                    Locale.ROOT,
                    "read in %d ms; %,d entries; %,d octets held%n",
                    millis,
                    list.size(),
                    used() - before);
            lookUps(list, "www.", domains, "listed, one label below");
            lookUps(list, "x", domains, "not listed");
        }
    }

    private static void lookUps(DomainList list, String before, List<String> domains, String what) {
        List<Host> hosts =
                domains.stream().<Host>map(name -> new Host.Name(before + name)).toList();
        int found = 0;
        long begun = System.nanoTime();
        for (int round = 0; round < 16; round++) {
            for (Host host : hosts) {
                found += list.find(host).isPresent() ? 1 : 0;
            }
        }
        double nanos = (System.nanoTime() - begun) / (16.0 * hosts.size());
        System.out.printf(
                Locale.ROOT,
                "  %s: %.0f ns a look-up, %,.0f a second (%,d found)%n",
                what,
                nanos,
                1e9 / nanos,
                found);
    }

    private static String domain(Random random) {
        StringBuilder name = new StringBuilder();
        for (int labels = 1 + random.nextInt(3); labels > 0; labels--) {
            for (int i = 4 + random.nextInt(9); i > 0; i--) {
                name.append((char) ('a' + random.nextInt(26)));
            }
            name.append('.');
        }
        return name.append(List.of("com", "net", "example", "co.test").get(random.nextInt(4)))
                .toString();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return MACHINE.totalMemory() - MACHINE.freeMemory();
    }
}
