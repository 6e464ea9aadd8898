package dev.gyre.inbound.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Egress;
import dev.gyre.net.Addresses;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Secret;

import org.junit.jupiter.api.Test;

final class RevealedEgressesTest {

    private final EgressIds ids = new EgressIds(Secret.of("a secret of the test"));
    private final RevealedEgresses revealed = new RevealedEgresses(ids, 2);

    private static Egress egress(int last) {
        return new Egress.Direct(Addresses.parse("192.0.2." + last).orElseThrow());
    }

    @Test
    void knowsWhatItHasToldAndNothingElse() {
        String first = revealed.tell(egress(1));
        assertThat(first).isEqualTo(ids.of(egress(1)));
        assertThat(revealed.of(first)).contains(egress(1));
        assertThat(revealed.of(ids.of(egress(2)))).isEmpty();
    }

    @Test
    void forgetsFirstWhatWasNotSaidForLongest() {
        String first = revealed.tell(egress(1));
        String second = revealed.tell(egress(2));
        assertThat(revealed.tell(egress(1))).isEqualTo(first);
        String third = revealed.tell(egress(3));
        assertThat(revealed.of(first)).contains(egress(1));
        assertThat(revealed.of(second)).isEmpty();
        assertThat(revealed.of(third)).contains(egress(3));
    }
}
