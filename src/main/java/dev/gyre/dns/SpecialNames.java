package dev.gyre.dns;

import dev.gyre.net.Addresses;

import org.xbill.DNS.Name;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Names that no name server must hear of: asking would tell it what it can't answer anyway.
///
/// - `localhost` is this machine (RFC 6761 6.3).
/// - `onion` (RFC 7686), `alt` (RFC 9476), `local` (RFC 6762), `invalid` (RFC 6761 6.4), `internal` (kept for private use by ICANN) and
///   `home.arpa` (RFC 8375) are not names of the public DNS.
/// - What private addresses are called (RFC 6303) only the networks that use them know.
final class SpecialNames {

    private static final InetAddress LOOPBACK_4 = Addresses.of(new byte[] {127, 0, 0, 1});
    private static final InetAddress LOOPBACK_6 =
            Addresses.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

    private static final Set<String> NOT_IN_THE_DNS =
            Set.of("onion", "alt", "local", "invalid", "internal");

    private static final List<String> PRIVATE_ZONES = privateZones();

    private static List<String> privateZones() {
        List<String> zones =
                new ArrayList<>(
                        List.of(
                                "10.in-addr.arpa",
                                "168.192.in-addr.arpa",
                                "0.in-addr.arpa",
                                "127.in-addr.arpa",
                                "254.169.in-addr.arpa",
                                "255.255.255.255.in-addr.arpa",
                                "d.f.ip6.arpa",
                                "8.e.f.ip6.arpa",
                                "9.e.f.ip6.arpa",
                                "a.e.f.ip6.arpa",
                                "b.e.f.ip6.arpa",
                                "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa"));
        for (int second = 16; second < 32; second++) {
            zones.add(second + ".172.in-addr.arpa");
        }
        for (int second = 64; second < 128; second++) {
            zones.add(second + ".100.in-addr.arpa");
        }
        return List.copyOf(zones);
    }

    private SpecialNames() {}

    private static boolean isPrivate(String name) {
        if (!name.endsWith(".arpa")) {
            return false;
        }
        return name.equals("home.arpa")
                || name.endsWith(".home.arpa")
                || PRIVATE_ZONES.stream()
                        .anyMatch(zone -> name.equals(zone) || name.endsWith("." + zone));
    }

    /// What to answer to a question of any type without asking, if this is such a name.
    static Optional<Finding> finding(Name name, int type) {
        return answer(NameText.of(name), Families.BOTH)
                .map(answer ->
                        answer instanceof Answer.Addresses(List<InetAddress> addresses)
                                ? FixedAnswers.finding(name, type, addresses)
                                : Finding.noSuchName(0));
    }

    /// Whether no name server is ever asked for this.
    static boolean areNever(String name) {
        return answer(name, Families.BOTH).isPresent();
    }

    /// What to answer without asking, if this is such a name.
    ///
    /// @param name lower-case, without a trailing dot
    static Optional<Answer> answer(String name, Families families) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (last.equals("localhost")) {
            return Optional.of(
                    new Answer.Addresses(
                            switch (families) {
                                case IPV4 -> List.of(LOOPBACK_4);
                                case IPV6 -> List.of(LOOPBACK_6);
                                case BOTH -> List.of(LOOPBACK_6, LOOPBACK_4);
                            }));
        }
        return NOT_IN_THE_DNS.contains(last) || isPrivate(name)
                ? Optional.of(new Answer.NoSuchName())
                : Optional.empty();
    }
}
