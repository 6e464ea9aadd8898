package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.access.limits.Admittance.Admitted;
import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.access.limits.LimitSettings;
import dev.gyre.access.limits.Limits;
import dev.gyre.access.limits.Pass;
import dev.gyre.access.limits.Terms;
import dev.gyre.net.Host;
import dev.gyre.rotation.Secret;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

final class QuotaFileTest {

    private static final long QUOTA = 64 << 20;
    private static final Host SHOP = Host.parse("www.shop.example").orElseThrow();
    private static final InetAddress CLIENT = Loopback.address("192.0.2.7");
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-11-25T12:00:00Z"));
    private static final Optional<Secret> SECRET = Optional.of(Secret.of("a secret of sessions"));
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path directory;

    private final List<String> notices = new CopyOnWriteArrayList<>();

    private Path file() {
        return directory.resolve("quotas.state");
    }

    private static Limits limits() {
        Terms terms =
                new Terms(
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(QUOTA),
                        OptionalLong.empty());
        return new Limits(
                new LimitSettings(
                        terms, terms, terms, Map.of(), ZoneId.of("UTC"), Optional.empty()),
                System::nanoTime,
                NOON);
    }

    private QuotaFile open(Limits limits, Optional<Secret> secret) {
        QuotaFile quotas = QuotaFile.open(file(), limits, secret, notices::add);
        quotas.begin();
        return quotas;
    }

    private static Pass pass(Limits limits) {
        return ((Admitted) limits.admit(Optional.of("alice"), CLIENT, SHOP)).pass();
    }

    private void useUp(Optional<Secret> secret) {
        Limits limits = limits();
        try (QuotaFile _ = open(limits, secret)) {
            pass(limits).take(QUOTA);
        }
    }

    @Test
    void isAheadOfWhatPasses_andExactAtTheEnd() throws Exception {
        Limits limits = limits();
        try (QuotaFile _ = open(limits, SECRET)) {
            Pass pass = pass(limits);
            assertThat(pass.take(100)).isPositive();
            await().atMost(LONG).until(() -> pass.more() == 0);
            long said = QuotaText.read(Files.readString(file())).usages().getFirst().dayBytes();
            assertThat(said).isBetween(100L, 100 + QUOTA / 64);
            assertThat(pass.take(QUOTA / 64)).isPositive();
            await().atMost(LONG).until(() -> pass.more() == 0);
        }
        assertThat(QuotaText.read(Files.readString(file())).usages())
                .hasSize(3)
                .allMatch(each -> each.dayBytes() == 100 + QUOTA / 64);
        assertThat(notices).isEmpty();
    }

    @Test
    void theNextRunGoesOn_alsoAfterManyDaysWithoutAClient() {
        useUp(SECRET);
        for (int i = 0; i < 3; i++) {
            try (QuotaFile _ = open(limits(), SECRET)) {
                assertThat(notices).isEmpty();
            }
        }
        Limits limits = limits();
        try (QuotaFile _ = open(limits, SECRET)) {
            for (Optional<String> user : List.of(Optional.of("alice"), Optional.of("bob"))) {
                assertThat(limits.admit(user, CLIENT, SHOP)).isInstanceOf(Over.class);
            }
            InetAddress other = Loopback.address("192.0.2.8");
            Host elsewhere = Host.parse("other.example").orElseThrow();
            assertThat(limits.admit(Optional.of("bob"), other, SHOP)).isInstanceOf(Over.class);
            assertThat(limits.admit(Optional.of("alice"), other, elsewhere))
                    .isInstanceOf(Over.class);
            assertThat(limits.admit(Optional.of("bob"), other, elsewhere))
                    .isInstanceOf(Admitted.class);
        }
    }

    @Test
    void saysNeitherFromWhereNorToWhere_andIsForItsOwnerOnly() throws Exception {
        useUp(SECRET);
        assertThat(Files.readString(file()))
                .contains("alice", "\"keyed\":true")
                .doesNotContain("192.0.2.7", "shop.example");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.list(directory)).containsExactly(file());
    }

    @Test
    void whatWasHashedWithASecretIsLostWithoutIt_usersAreNot() {
        useUp(SECRET);
        Limits limits = limits();
        try (QuotaFile _ = open(limits, Optional.empty())) {
            assertThat(notices)
                    .singleElement()
                    .asString()
                    .contains("clients and sites")
                    .contains("sessions.secret");
            assertThat(limits.admit(Optional.of("alice"), CLIENT, SHOP)).isInstanceOf(Over.class);
            assertThat(limits.admit(Optional.of("bob"), CLIENT, SHOP)).isInstanceOf(Admitted.class);
        }
    }

    @Test
    void aBrokenFileIsSetAside() throws Exception {
        Files.writeString(file(), "{\"version\":1,\"salt\":");
        Limits limits = limits();
        try (QuotaFile _ = open(limits, SECRET)) {
            pass(limits).take(10);
        }
        assertThat(notices)
                .singleElement()
                .asString()
                .startsWith(file() + ": error: this is no JSON. What was used of quotas is lost.");
        assertThat(QuotaText.read(Files.readString(file())).usages()).hasSize(3);
        assertThat(Files.list(directory)).hasSize(2);
    }

    @Test
    void nothingWaitsForADiskThatTakesNothing_andItIsToldOnce() {
        AtomicBoolean full = new AtomicBoolean(true);
        Limits limits = limits();
        try (QuotaFile quotas =
                QuotaFile.open(
                        file(),
                        limits,
                        SECRET,
                        notices::add,
                        (path, content) -> {
                            if (full.get()) {
                                throw new IOException("no space left");
                            }
                            PrivateFile.write(path, content);
                        })) {
            quotas.begin();
            Pass pass = pass(limits);
            await().atMost(LONG).until(() -> pass.take(QUOTA / 64) == 0);
            await().atMost(LONG).until(() -> pass.take(QUOTA / 64) == 0);
            assertThat(notices).singleElement().asString().contains("no space left");
            full.set(false);
            assertThat(pass.take(10)).isZero();
            await().atMost(LONG).until(() -> Files.exists(file()));
        }
        assertThat(notices).hasSize(1);
    }
}
