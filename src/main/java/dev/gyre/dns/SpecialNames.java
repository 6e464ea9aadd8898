package dev.gyre.dns;

import dev.gyre.net.Addresses;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Names that no name server must hear of: asking would tell it what it can't answer anyway.
///
/// - `localhost` is this machine (RFC 6761 6.3).
/// - `onion` (RFC 7686), `alt` (RFC 9476), `local` (RFC 6762) and `invalid` (RFC 6761 6.4) are not
///   names of the DNS.
final class SpecialNames {

    private static final InetAddress LOOPBACK_4 = Addresses.of(new byte[] {127, 0, 0, 1});
    private static final InetAddress LOOPBACK_6 =
            Addresses.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

    private static final Set<String> NOT_IN_THE_DNS = Set.of("onion", "alt", "local", "invalid");

    private SpecialNames() {}

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
        return NOT_IN_THE_DNS.contains(last)
                ? Optional.of(new Answer.NoSuchName())
                : Optional.empty();
    }
}
