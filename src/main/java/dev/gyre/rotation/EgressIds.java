package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Hop;
import dev.gyre.net.Addresses;

import java.util.Locale;

/// Names for egresses that tell nothing of them but whether two are the same. They stay the same for as long as the secret does.
/// Safe for all threads.
///
/// @param secret without it, nobody can find out what a name stands for by trying
public record EgressIds(Secret secret) {

    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 16;

    /// 16 letters and digits that begin with a letter, so that they are a token.
    public String of(Egress egress) {
        byte[] digest =
                switch (egress) {
                    case Egress.Direct(var source) ->
                            secret.digest("egress", "direct", Addresses.text(source));
                    case Egress.Chain chain ->
                            secret.digest(
                                    "egress",
                                    chain.hops().stream()
                                            .map(EgressIds::words)
                                            .toArray(String[]::new));
                };
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            // The first has only the letters to choose from.
            id.append(DIGITS.charAt(digest[i] & (i == 0 ? 15 : 31)));
        }
        return id.toString();
    }

    private static String words(Hop hop) {
        return hop.scheme().text().toLowerCase(Locale.ROOT)
                + ' '
                + hop.server()
                + ' '
                + hop.credentials().map(known -> known.user() + '\0' + known.password()).orElse("")
                + (hop.isToldAddressesByChoice() ? " resolve: through" : "");
    }

    @Override
    public String toString() {
        return "EgressIds";
    }
}
