package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.GatewayTemplate;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.PoolView;
import dev.gyre.egress.Reach;
import dev.gyre.health.Health;
import dev.gyre.health.HealthCounts;
import dev.gyre.health.HealthSettings;
import dev.gyre.health.Learned;
import dev.gyre.net.Credentials;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Secret;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

final class StateFileTest {

    private static final Site SITE = new Site("shop.example");

    @TempDir private Path directory;

    private final List<String> notices = new ArrayList<>();

    private final EgressEntry chain = through("hush-hush");
    private final Egress hop = new Egress.Chain(((EgressEntry.Through) chain).hops());
    private final EgressEntry range =
            new EgressEntry.Source(
                    new AddressRange(
                            Loopback.address("127.0.5.1"), Loopback.address("127.0.5.99")));
    private final Egress direct = new Egress.Direct(Loopback.address("127.0.5.7"));
    private final EgressPool pool = pool(chain, range);

    private static EgressEntry through(String password) {
        return new EgressEntry.Through(
                List.of(
                        new Hop(
                                HopScheme.SOCKS5H,
                                Target.parse("upstream.example:1080").orElseThrow(),
                                Optional.of(new Credentials("someone", password)))));
    }

    private static EgressPool pool(EgressEntry... entries) {
        return EgressPool.of(List.of(entries), _ -> List.of());
    }

    private Path file() {
        return directory.resolve("state.json");
    }

    private static Health health(EgressPool pool) {
        Health health =
                new Health(
                        HealthSettings.DEFAULT,
                        () -> new Random(1),
                        System::nanoTime,
                        new HealthCounts((_, _) -> {}));
        health.use(pool);
        return health;
    }

    private StateFile open(Health health, EgressPool of) {
        return begun(StateFile.open(file(), health, of, Optional.empty(), notices::add));
    }

    private static StateFile begun(StateFile state) {
        state.begin();
        return state;
    }

    private static Learned known(Health health, Egress egress) {
        return health.learned().stream()
                .filter(each -> each.egress().equals(egress))
                .findFirst()
                .orElseThrow();
    }

    private void learn(Health health) {
        health.graded(hop, Grade.ANONYMOUS);
        health.banned(hop, SITE);
        for (int i = 0; i < 3; i++) {
            health.probed(direct, false, 1);
        }
        assertThat(known(health, direct).out()).as("it is out").isPresent();
    }

    @Test
    void whatWasLearnedIsThereAfterARestart() throws Exception {
        Health before = health(pool);
        try (StateFile _ = open(before, pool)) {
            learn(before);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(file())
                .content()
                .contains("\"127.0.5.7\"", "shop.example")
                .doesNotContain("hush", "someone", "upstream.example");

        Health after = health(pool);
        open(after, pool).close();
        assertThat(known(after, hop).grade()).contains(Grade.ANONYMOUS);
        assertThat(known(after, hop).coolDowns())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.site()).isEqualTo(SITE);
                    assertThat(each.length()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(each.left())
                            .isBetween(Duration.ofMinutes(3), Duration.ofSeconds(301));
                });
        assertThat(known(after, direct).out()).isPresent();
        assertThat(notices).isEmpty();
    }

    @Test
    void anEgressThatComesBackIsKnown() throws Exception {
        Health before = health(pool);
        try (StateFile _ = open(before, pool)) {
            learn(before);
        }
        // Two runs without them.
        EgressPool other = pool(through("other"));
        open(health(other), other).close();
        Health after = health(other);
        try (StateFile state = open(after, other)) {
            assertThat(after.learned()).isEmpty();
            after.use(pool);
            state.use(pool);
            assertThat(known(after, hop).grade()).contains(Grade.ANONYMOUS);
            assertThat(known(after, direct).out()).isPresent();
        }
    }

    @Test
    void whatHasRecoveredIsForgotten() throws Exception {
        Health before = health(pool);
        try (StateFile _ = open(before, pool)) {
            learn(before);
        }
        Health after = health(pool);
        try (StateFile _ = open(after, pool)) {
            after.probed(direct, true, 1);
        }
        assertThat(StateText.read(Files.readString(file())).egresses())
                .noneMatch(each -> each.id().equals("127.0.5.7") && each.out().isPresent());
    }

    @Test
    void theSameIsNotWrittenAgain() throws Exception {
        Health health = health(pool);
        try (StateFile state = open(health, pool)) {
            health.graded(hop, Grade.ELITE);
            state.save();
            Object first = Files.readAttributes(file(), "unix:ino").get("ino");
            state.save();
            assertThat(Files.readAttributes(file(), "unix:ino").get("ino")).isEqualTo(first);
            health.graded(hop, Grade.TRANSPARENT);
            state.save();
            assertThat(file()).content().contains("transparent");
        }
    }

    @Test
    void aBrokenFileIsSetAsideAndToldOf() throws Exception {
        for (String broken :
                List.of(
                        "",
                        "{\"version\":1,\"salt\":\"0\"}",
                        "{\"version\":2}",
                        "{\"version\":1,\n \"egresses\":[x]}",
                        "{\"version\":1,\"salt\":\"" + "0".repeat(32) + "\",\"egresses\":[{}]}")) {
            notices.clear();
            Files.writeString(file(), broken);
            Health health = health(pool);
            try (StateFile _ = open(health, pool)) {
                assertThat(StateText.read(Files.readString(file())).egresses()).isEmpty();
                assertThat(notices)
                        .singleElement()
                        .asString()
                        .startsWith(file() + ":")
                        .contains(": error: ")
                        .contains(file() + ".broken-");
                if (broken.contains("[x]")) {
                    assertThat(notices.getFirst()).startsWith(file() + ":2:14: error: ");
                }
                learn(health);
            }
            assertThat(StateText.read(Files.readString(file())).egresses()).hasSize(2);
        }
        try (var files = Files.list(directory)) {
            assertThat(files.anyMatch(each -> each.toString().contains(".broken-"))).isTrue();
        }
    }

    @Test
    void aPlaceThatCanNotBeWrittenIsToldOnce() throws Exception {
        Path nowhere = directory.resolve("no/state.json");
        Health health = health(pool);
        try (StateFile state =
                StateFile.open(nowhere, health, pool, Optional.empty(), notices::add)) {
            assertThat(notices).isEmpty();
            state.begin();
            assertThat(notices).as("at the start").hasSize(1);
            learn(health);
            state.save();
            state.save();
            assertThat(notices).singleElement().asString().contains("no/state.json");
        }
    }

    @Test
    void isBoundedAndKeepsTheLatest() throws Exception {
        List<Remembered> many = new ArrayList<>();
        for (int i = 0; i < Memory.MOST + 10; i++) {
            many.add(
                    new Remembered(
                            "id" + i,
                            Instant.now().minusSeconds(i),
                            Optional.of(Grade.ELITE),
                            Optional.empty(),
                            Duration.ZERO,
                            Optional.empty(),
                            List.of()));
        }
        Files.writeString(file(), new StateText("0".repeat(32), false, many).written());
        Health health = health(pool);
        try (StateFile _ = open(health, pool)) {
            learn(health);
        }
        StateText state = StateText.read(Files.readString(file()));
        assertThat(state.egresses()).hasSize(Memory.MOST);
        assertThat(state.egresses().subList(0, 2)).extracting(Remembered::id).contains("127.0.5.7");
    }

    @Test
    void withASecretTheFileAloneTellsNothingOfHops() throws Exception {
        Optional<Secret> secret = Optional.of(Secret.of("a secret of the operator's"));
        Health before = health(pool);
        try (StateFile _ = open(before, secret)) {
            learn(before);
        }
        StateText written = StateText.read(Files.readString(file()));
        String bySalt = new EgressIds(Secret.of(written.salt())).of(hop);
        assertThat(written.egresses()).noneMatch(each -> each.id().equals(bySalt));
        Health after = health(pool);
        open(after, secret).close();
        assertThat(known(after, hop).grade()).contains(Grade.ANONYMOUS);
        assertThat(notices).isEmpty();

        Health other = health(pool);
        open(other, Optional.of(Secret.of("another"))).close();
        assertThat(other.learned()).noneMatch(each -> each.egress().equals(hop));
    }

    private StateFile open(Health health, Optional<Secret> secret) {
        return begun(StateFile.open(file(), health, pool, secret, notices::add));
    }

    @Test
    void aSecretThatIsSetLaterEndsWhatTheFileTellsOfHops() throws Exception {
        Health before = health(pool);
        try (StateFile _ = open(before, Optional.empty())) {
            learn(before);
        }
        Health after = health(pool);
        open(after, Optional.of(Secret.of("a secret"))).close();
        assertThat(notices)
                .singleElement()
                .asString()
                .startsWith("what was learned of 1 proxy is lost: sessions.secret ");
        assertThat(known(after, direct).out()).isPresent();
        assertThat(StateText.read(Files.readString(file())).egresses())
                .singleElement()
                .satisfies(each -> assertThat(each.id()).isEqualTo("127.0.5.7"));
    }

    @Test
    void whatCanNotComeAgainIsNotRemembered() throws Exception {
        Target server = Target.parse("gateway.example:1").orElseThrow();
        EgressEntry gateway =
                new EgressEntry.Gateway(
                        new GatewayTemplate(
                                new Hop(
                                        HopScheme.HTTP,
                                        server,
                                        Optional.of(new Credentials("me-{session}", "x"))),
                                Optional.empty()),
                        2,
                        List.of(),
                        Labels.NONE);
        EgressPool its = pool(new EgressEntry.Tor(server, Labels.NONE), gateway);
        for (boolean keyed : new boolean[] {true, false}) {
            Files.deleteIfExists(file());
            Health health = health(its);
            Optional<Secret> secret = keyed ? Optional.of(Secret.of("a secret")) : Optional.empty();
            try (StateFile state =
                    begun(StateFile.open(file(), health, its, secret, notices::add))) {
                PoolView all = its.reaching(Reach.ALL);
                for (int i = 0; i < 100; i++) {
                    health.graded(all.at(0, 0), Grade.ELITE);
                }
                Egress renewed = all.at(1, 0);
                its.renew(renewed);
                health.graded(renewed, Grade.ELITE);
                health.graded(all.at(1, 0), Grade.ELITE);
                health.graded(all.at(1, 1), Grade.ELITE);
                assertThat(health.learned()).hasSize(103);
                state.save();
                assertThat(StateText.read(Files.readString(file())).egresses())
                        .hasSize(keyed ? 1 : 0);
            }
        }
    }

    @Test
    void anErrorEndsNothing() throws Exception {
        Health health = health(pool);
        learn(health);
        AtomicInteger writings = new AtomicInteger();
        try (StateFile state =
                StateFile.open(
                        file(),
                        new Memory(health, pool, Optional.empty()),
                        notices::add,
                        Duration.ofMillis(1),
                        (to, content) -> {
                            if (writings.incrementAndGet() < 3) {
                                throw new OutOfMemoryError("of the test");
                            }
                            PrivateFile.write(to, content);
                        })) {
            state.begin();
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file()));
        }
        assertThat(notices).singleElement().asString().endsWith("OutOfMemoryError: of the test");
    }

    @Test
    void nothingIsWrittenWhereNothingWasLearned() {
        Health health = health(pool);
        Memory memory = new Memory(health, pool, Optional.empty());
        assertThat(memory.learn(Instant.now())).isFalse();
        learn(health);
        assertThat(memory.learn(Instant.now())).isTrue();
        assertThat(memory.learn(Instant.now())).as("not saved yet").isTrue();
        memory.saved();
        assertThat(memory.learn(Instant.now())).isFalse();
        health.graded(hop, Grade.ELITE);
        memory.use(pool(range), Instant.now());
        assertThat(memory.learn(Instant.now())).as("learned before it left").isTrue();
    }
}
