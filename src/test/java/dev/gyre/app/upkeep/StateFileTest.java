package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.health.Health;
import dev.gyre.health.HealthCounts;
import dev.gyre.health.HealthSettings;
import dev.gyre.health.Learned;
import dev.gyre.net.Credentials;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
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
        return StateFile.open(file(), health, of, notices::add);
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
                assertThat(file()).doesNotExist();
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
        try (StateFile state = StateFile.open(nowhere, health, pool, notices::add)) {
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
        Files.writeString(file(), new StateText("0".repeat(32), many).written());
        Health health = health(pool);
        try (StateFile _ = open(health, pool)) {
            learn(health);
        }
        StateText state = StateText.read(Files.readString(file()));
        assertThat(state.egresses()).hasSize(Memory.MOST);
        assertThat(state.egresses().subList(0, 2)).extracting(Remembered::id).contains("127.0.5.7");
    }
}
