package dev.gyre.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;
import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class GatewayTest {

    private static final PoolKey KEY =
            PoolKey.of("sixteen octets ..".getBytes(StandardCharsets.UTF_8));
    private static final Target SERVER = Target.parse("gw.example:8080").orElseThrow();
    private static final Target TOR = Target.parse("127.0.0.1:9050").orElseThrow();

    @Test
    void hasAChainForEachSession() {
        EgressPool pool =
                pool(gateway("me-{user}-session-{session}-country-{country}", 50, "de", "us"));
        assertThat(pool.size()).isEqualTo(BigInteger.valueOf(100));
        assertThat(pool.gatewaySessions()).isEqualTo(100);
        Set<String> users = new HashSet<>();
        for (Egress egress : all(pool)) {
            Credentials known = ((Egress.Chain) egress).last().credentials().orElseThrow();
            assertThat(known.user()).matches("me-bob-session-[a-z0-9]{8,}-country-(de|us)");
            assertThat(known.password()).isEqualTo("secret");
            assertThat(users.add(known.user())).isTrue();
            assertThat(pool.contains(egress)).isTrue();
            assertThat(pool.labels(egress).country())
                    .hasValue(known.user().substring(known.user().length() - 2));
        }
        PoolView germans =
                pool.view(Reach.ALL, new Narrowing(Set.of(), Optional.of("de"), Optional.empty()));
        assertThat(germans.size()).isEqualTo(50);
    }

    @Test
    void fillsInPasswords() {
        EgressPool pool =
                pool(
                        new EgressEntry.Gateway(
                                new GatewayTemplate(
                                        hop("bob", "pw_session-{session}_{session}"),
                                        Optional.empty()),
                                3,
                                List.of(),
                                Labels.NONE));
        for (Egress egress : all(pool)) {
            Credentials known = ((Egress.Chain) egress).last().credentials().orElseThrow();
            assertThat(known.user()).isEqualTo("bob");
            assertThat(known.password()).matches("pw_session-([a-z0-9]{8,})_\\1");
        }
    }

    @Test
    void givesABurnedSessionANewName() {
        EgressPool pool = pool(gateway("{session}", 4));
        List<Egress> before = all(pool);
        Egress burned = before.get(2);
        pool.renew(burned);
        pool.renew(burned);
        List<Egress> after = all(pool);
        assertThat(pool.contains(burned)).isFalse();
        assertThat(pool.contains(after.get(2))).isTrue();
        assertThat(after.get(2)).isNotEqualTo(burned);
        assertThat(after)
                .hasSize(4)
                .containsAll(List.of(before.get(0), before.get(1), before.get(3)));
        assertThat(pool.near(burned, Reach.ALL, Narrowing.NONE).size()).isEqualTo(4);

        pool.renew(after.get(2));
        assertThat(all(pool)).doesNotContain(burned, after.get(2));
    }

    @Test
    void keepsItsSessionsInTheNextPool() {
        EgressPool pool = pool(gateway("{session}", 4));
        pool.renew(all(pool).get(1));
        EgressPool next = pool.next(List.of(gateway("{session}", 6)), none());
        assertThat(all(next)).hasSize(6).startsWith(all(pool).toArray(Egress[]::new));
        EgressPool less = next.next(List.of(gateway("{session}", 2)), none());
        assertThat(all(less)).isEqualTo(all(pool).subList(0, 2));
        EgressPool other = pool.next(List.of(gateway("x-{session}", 4)), none());
        assertThat(all(other)).doesNotContainAnyElementsOf(all(pool));
    }

    @Test
    void isNamedByTheKey() {
        EgressEntry entry = gateway("{session}", 20);
        assertThat(all(EgressPool.of(List.of(entry), none(), KEY)))
                .isEqualTo(all(EgressPool.of(List.of(entry), none(), KEY)));
        assertThat(all(EgressPool.of(List.of(entry), none())))
                .doesNotContainAnyElementsOf(all(EgressPool.of(List.of(entry), none())));
        EgressPool pool = pool(entry);
        assertThat(all(pool.next(List.of(entry), none(), PoolKey.random())))
                .doesNotContainAnyElementsOf(all(pool));
    }

    @Test
    void needsSomethingThatTellsSessionsApart() {
        assertThatThrownBy(() -> new GatewayTemplate(hop("bob", "x"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasACircuitOfItsOwnForWhoeverTakesTor() {
        EgressPool pool =
                pool(
                        new EgressEntry.Tor(
                                TOR,
                                new Labels(
                                        3, Set.of("onion"), Optional.empty(), Optional.empty())));
        PoolView view = pool.reaching(Reach.ALL);
        assertThat(view.size()).isEqualTo(1);
        assertThat(view.weight()).isEqualTo(3);
        assertThat(pool.tors()).isEqualTo(1);
        Random random = new Random(1);
        Set<Egress> seen = new HashSet<>();
        Set<String> words = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            for (Egress egress :
                    List.of(
                            view.any(random),
                            view.at(0),
                            view.atWeight(i % 3),
                            view.hashed(i, i))) {
                Egress.Chain chain = (Egress.Chain) egress;
                assertThat(seen.add(chain)).isTrue();
                assertThat(chain.last().scheme()).isEqualTo(HopScheme.SOCKS5H);
                Credentials known = chain.last().credentials().orElseThrow();
                assertThat(words.add(known.user())).isTrue();
                assertThat(words.add(known.password())).isTrue();
                assertThat(known.user()).hasSize(26);
                assertThat(chain.toString()).doesNotContain(known.password());
                assertThat(pool.contains(chain)).isTrue();
                assertThat(pool.labels(chain).tags()).containsExactly("onion");
            }
        }
        assertThat(view.hashed(7, 7)).isEqualTo(view.hashed(7, 7));
        assertThat(pool.rows().getFirst().text()).isEqualTo("tor 127.0.0.1:9050");
        assertThat(
                        pool.contains(
                                new Egress.Chain(
                                        List.of(
                                                new Hop(
                                                        HopScheme.SOCKS5H,
                                                        TOR,
                                                        Optional.empty())))))
                .isFalse();
        assertThat(
                        pool.next(List.of(new EgressEntry.Tor(TOR, Labels.NONE)), none())
                                .contains(view.at(0)))
                .isTrue();
    }

    @Test
    void takesTorAsOftenAsItWeighs() {
        EgressPool pool =
                pool(
                        new EgressEntry.Tor(TOR, Labels.NONE),
                        new EgressEntry.Source(
                                AddressRange.of(Addresses.parse("192.0.2.1").orElseThrow())),
                        gateway("{session}", 2));
        Random random = new Random(2);
        int tor = 0;
        for (int i = 0; i < 4_000; i++) {
            tor += pool.entry(pool.reaching(Reach.ALL).any(random)) == 0 ? 1 : 0;
        }
        assertThat(tor).isBetween(800, 1_200);
    }

    private static List<Egress> all(EgressPool pool) {
        PoolView view = pool.reaching(Reach.ALL);
        List<Egress> all = new ArrayList<>();
        for (long i = 0; i < view.size(); i++) {
            all.add(view.at(i));
        }
        return all;
    }

    private static EgressPool pool(EgressEntry... entries) {
        return EgressPool.of(List.of(entries), none());
    }

    private static Supply none() {
        return Supply.of(_ -> List.of());
    }

    private static EgressEntry.Gateway gateway(String user, int sessions, String... countries) {
        return new EgressEntry.Gateway(
                new GatewayTemplate(hop(user, "secret"), Optional.of("bob")),
                sessions,
                List.of(countries),
                Labels.NONE);
    }

    private static Hop hop(String user, String password) {
        return new Hop(HopScheme.HTTP, SERVER, Optional.of(new Credentials(user, password)));
    }
}
