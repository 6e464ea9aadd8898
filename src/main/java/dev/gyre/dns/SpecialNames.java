package dev.gyre.dns;

import dev.gyre.net.Addresses;
import dev.gyre.net.OwnNames;

import org.xbill.DNS.Name;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Names that no name server must hear of: asking would tell it what it can't answer anyway.
///
/// - `localhost` is this machine (RFC 6761 6.3).
/// - `onion` (RFC 7686), `alt` (RFC 9476), `local` (RFC 6762) and `invalid` (RFC 6761 6.4) are not names of the DNS.
/// - `accept.gyre` is this proxy's own: nobody else has it.
/// - `internal` (reserved by ICANN in 2024), `home.arpa` (RFC 8375) and the reverse zones of private addresses (RFC 6303, 7793) mean
///   something in one network only, and would tell of that. Of a hop, which the operator has named, a server of a private network is
///   asked for them.
/// - A name of one label means something in one network only, too: there is no search list here, and hardly a top-level domain has an
///   address. A server of a private network is asked for it, as containers and home networks have them.
///
/// `test` and `example` are names like others (RFC 6761 6.2, 6.5): who uses them has a server that knows them.
final class SpecialNames {

    private static final InetAddress LOOPBACK_4 = Addresses.of(new byte[] {127, 0, 0, 1});
    private static final InetAddress LOOPBACK_6 =
            Addresses.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    private static final Set<String> NOT_IN_THE_DNS = Set.of("onion", "alt", "local", "invalid");

    /// The registry of locally-served zones.
    private static final Pattern REVERSE =
            Pattern.compile(
                    "(?:.*\\.)?(?:(?:0|10|127|168\\.192|254\\.169|(?:1[6-9]|2[0-9]|3[01])\\.172"
                            + "|2\\.0\\.192|100\\.51\\.198|113\\.0\\.203|255\\.255\\.255\\.255"
                            + "|(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.100)\\.in-addr"
                            + "|(?:d\\.f|[89ab]\\.e\\.f|8\\.b\\.d\\.0\\.1\\.0\\.0\\.2"
                            + "|[01](?:\\.0){31})\\.ip6)\\.arpa");

    private SpecialNames() {}

    /// Who would hear of a name.
    enum Audience {
        /// Anybody: servers out there, or those of a network that a hop is in.
        OUTSIDE,
        /// Servers of a network of our own.
        OURS,
        /// The same, and it is the name of a hop.
        OUR_HOPS
    }

    /// What to answer to a question of any type without asking, if this is such a name.
    static Optional<Finding> finding(Name name, int type, Audience audience) {
        return answer(NameText.of(name), Families.BOTH, audience)
                .map(answer ->
                        answer instanceof Answer.Addresses(List<InetAddress> addresses)
                                ? FixedAnswers.finding(name, type, addresses)
                                : Finding.noSuchName(0));
    }

    /// Whether it is never asked for.
    ///
    /// @param name lower-case, without a trailing dot
    static boolean areNever(String name, Audience audience) {
        return answer(name, Families.BOTH, audience).isPresent();
    }

    /// What to answer without asking, if this is such a name.
    ///
    /// @param name lower-case, without a trailing dot
    static Optional<Answer> answer(String name, Families families, Audience audience) {
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
        boolean never =
                NOT_IN_THE_DNS.contains(last)
                        || name.equals(OwnNames.ACCEPT.text())
                        || switch (audience) {
                            case OUTSIDE -> isOfOneNetwork(name, last) || name.equals(last);
                            case OURS -> isOfOneNetwork(name, last);
                            case OUR_HOPS -> false;
                        };
        return never ? Optional.of(new Answer.NoSuchName()) : Optional.empty();
    }

    private static boolean isOfOneNetwork(String name, String last) {
        return switch (last) {
            case "internal" -> true;
            case "arpa" ->
                    name.equals("home.arpa")
                            || name.endsWith(".home.arpa")
                            || REVERSE.matcher(name).matches();
            default -> false;
        };
    }
}
