package dev.gyre.inbound.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Egress;
import dev.gyre.net.Addresses;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Identity;
import dev.gyre.rotation.Secret;

import org.junit.jupiter.api.Test;

final class RevealedEgressesTest {

    private static final Identity ONE = client(1, "one");
    private static final Identity TWO = client(1, "two");

    private final EgressIds ids = new EgressIds(Secret.of("a secret of the test"));
    private final RevealedEgresses revealed = new RevealedEgresses(ids, 3, 2);

    private static Egress egress(int last) {
        return new Egress.Direct(Addresses.parse("192.0.2." + last).orElseThrow());
    }

    private static Identity client(int last, String user) {
        return new Identity(Addresses.parse("127.0.0." + last).orElseThrow(), user, 0);
    }

    @Test
    void knowsWhatItHasToldAndNothingElse() {
        String first = revealed.tell(ONE, egress(1));
        assertThat(first).isEqualTo(ids.of(egress(1)));
        assertThat(revealed.of(ONE, first)).contains(egress(1));
        assertThat(revealed.of(ONE, ids.of(egress(2)))).isEmpty();
    }

    @Test
    void forgetsFirstWhatWasNotSaidForLongest() {
        String first = revealed.tell(ONE, egress(1));
        String second = revealed.tell(ONE, egress(2));
        assertThat(revealed.tell(ONE, egress(1))).isEqualTo(first);
        String third = revealed.tell(ONE, egress(3));
        assertThat(revealed.of(ONE, first)).contains(egress(1));
        assertThat(revealed.of(ONE, second)).isEmpty();
        assertThat(revealed.of(ONE, third)).contains(egress(3));
    }

    @Test
    void whatOneWasToldIsNothingToAnother() {
        String name = revealed.tell(ONE, egress(1));
        assertThat(revealed.of(TWO, name)).isEmpty();
        assertThat(revealed.of(new Identity(ONE.client(), ONE.user(), 1), name)).isEmpty();
        for (int i = 2; i < 9; i++) {
            revealed.tell(TWO, egress(i));
        }
        assertThat(revealed.of(ONE, name)).contains(egress(1));
        assertThat(revealed.of(TWO, ids.of(egress(8)))).contains(egress(8));
        assertThat(revealed.of(TWO, ids.of(egress(6)))).isEmpty();
    }

    @Test
    void forgetsFirstTheClientThatWasToldLongestAgo() {
        String name = revealed.tell(ONE, egress(1));
        for (int i = 0; i < 9; i++) {
            revealed.tell(client(2, "many" + i), egress(2));
        }
        assertThat(revealed.of(ONE, name)).isEmpty();
        assertThat(revealed.of(client(2, "many8"), ids.of(egress(2)))).contains(egress(2));
        assertThat(revealed.of(client(2, "many0"), ids.of(egress(2)))).isEmpty();
    }
}
