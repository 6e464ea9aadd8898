package dev.gyre.access.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gyre.access.limits.Admittance.Admitted;
import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.net.Host;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/// What is kept of quotas from one run to the next.
final class LedgerTest {

    private static final long QUOTA = 64 << 20;
    private static final long SLICE = 1 << 20;
    private static final Host SHOP = Host.parse("shop.example").orElseThrow();
    private static final InetAddress CLIENT = Loopback.address("192.0.2.7");
    private static final Ids IDS = (kind, key) -> kind + "-" + key.hashCode();

    private static final Terms QUOTAS =
            new Terms(
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalLong.of(QUOTA),
                    OptionalLong.of(30 * QUOTA));

    private final StandingClock clock = new StandingClock("2026-11-25T23:00:00Z");
    private final Limits limits = limits();
    private final Ledger ledger = limits.keep(IDS);

    private Limits limits() {
        return new Limits(
                new LimitSettings(
                        QUOTAS, QUOTAS, Terms.NONE, Map.of(), ZoneId.of("UTC"), Optional.empty()),
                clock,
                clock);
    }

    private static Pass pass(Limits limits) {
        return ((Admitted) limits.admit(Optional.of("alice"), CLIENT, SHOP)).pass();
    }

    private void write() {
        ledger.page(false).kept().run();
    }

    @Test
    void whatPassesWaitsForTheDisk() {
        Pass pass = pass(limits);
        assertThat(pass.take(0)).as("nothing is promised yet").isPositive();
        write();
        assertThat(pass.more()).isZero();
        assertThat(pass.take(SLICE / 2)).isZero();
        assertThat(pass.take(SLICE / 2)).as("all that was promised has passed").isPositive();
        assertThat(pass.more()).isPositive();
        write();
        assertThat(pass.more()).isZero();
    }

    @Test
    void theDiskIsAheadOfWhatPasses_byASliceAtMost() {
        Pass pass = pass(limits);
        for (int i = 0; i < 1000; i++) {
            Ledger.Page page = ledger.page(false);
            Usage alice = usage(page, Kind.USER);
            long passed = 10_000L * i;
            assertThat(alice.dayBytes()).isBetween(passed, passed + SLICE);
            assertThat(alice.monthBytes()).isBetween(passed, passed + 30 * SLICE);
            page.kept().run();
            assertThat(pass.take(10_000)).isZero();
        }
    }

    private static Usage usage(Ledger.Page page, Kind kind) {
        return page.usages().stream().filter(each -> each.kind() == kind).findFirst().orElseThrow();
    }

    @Test
    void theLastPageSaysWhatHasPassed() {
        assertThat(pass(limits).take(12_345)).isPositive();
        assertThat(ledger.page(true).usages())
                .extracting(Usage::kind, Usage::dayBytes, Usage::monthBytes)
                .containsExactlyInAnyOrder(
                        tuple(Kind.USER, 12_345L, 12_345L), tuple(Kind.CLIENT, 12_345L, 12_345L));
    }

    @Test
    void theNextRunGoesOnWhereThisOneEnds() {
        pass(limits).take(QUOTA - 10);
        List<Usage> left = ledger.page(true).usages();
        Limits next = limits();
        Ledger its = next.keep(IDS);
        its.restore(left);
        assertThat(its.page(true).usages())
                .as("of those who have not come")
                .hasSameElementsAs(left);
        assertThat(pass(next).take(11)).isEqualTo(Pass.USED_UP);
        assertThat(next.admit(Optional.of("alice"), CLIENT, SHOP)).isInstanceOf(Over.class);
        assertThat(next.admit(Optional.of("bob"), CLIENT, SHOP)).isInstanceOf(Over.class);
        assertThat(next.admit(Optional.of("bob"), Loopback.address("192.0.2.8"), SHOP))
                .isInstanceOf(Admitted.class);
    }

    @Test
    void anotherDayBeginsAnew_theMonthGoesOn() {
        pass(limits).take(QUOTA);
        List<Usage> left = ledger.page(true).usages();
        clock.goesOn(Duration.ofHours(1));
        Limits next = limits();
        next.keep(IDS).restore(left);
        assertThat(pass(next).take(QUOTA)).isPositive();
        assertThat(next.keep(IDS).page(true).usages())
                .allSatisfy(each -> {
                    assertThat(each.dayBytes()).isEqualTo(QUOTA);
                    assertThat(each.monthBytes()).isEqualTo(2 * QUOTA);
                });
    }

    @Test
    void whatSaysNothingAnyMoreIsNotKept() {
        pass(limits).take(QUOTA);
        List<Usage> left = ledger.page(true).usages();
        clock.goesOn(Duration.ofDays(40));
        Ledger next = limits().keep(IDS);
        next.restore(left);
        assertThat(next.page(false).usages()).isEmpty();
    }

    @Test
    void nothingWaitsForADiskThatTakesNothing() {
        Pass pass = pass(limits);
        assertThat(pass.take(10)).isPositive();
        ledger.isAdrift(true);
        assertThat(pass.take(10)).isZero();
        ledger.isAdrift(false);
        assertThat(pass.take(10)).isPositive();
    }

    @Test
    void itIsToldWhenSomethingIsToBeWritten() throws Exception {
        pass(limits);
        ledger.await(Duration.ofDays(1));
        write();
        pass(limits).take(SLICE / 2);
        ledger.await(Duration.ofDays(1));
    }

    /// However many accounts are gone through for the disk, nobody waits for that.
    @Test
    void whoComesMeanwhileDoesNotWait() throws Exception {
        AtomicReference<Thread> other = new AtomicReference<>();
        Ids slow =
                (kind, key) -> {
                    if (other.get() == null) {
                        other.set(
                                Thread.ofVirtual()
                                        .start(() -> {
                                            var _ =
                                                    limits.admit(
                                                            Optional.empty(),
                                                            Loopback.address("192.0.2.8"),
                                                            SHOP);
                                        }));
                        assertThat(ended(other.get())).isTrue();
                    }
                    return "x";
                };
        var _ = limits.admit(Optional.empty(), CLIENT, SHOP);
        assertThat(limits.keep(slow).page(false).usages()).hasSize(1);
        assertThat(other.get()).isNotNull();
    }

    private static boolean ended(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException impatient) {
            throw new AssertionError(impatient);
        }
    }

    /// Those who come when nobody can be forgotten share an account, and the disk is told of that, too.
    @Test
    void theDiskIsToldOfThoseWhoShareAnAccount() {
        Limits few =
                new Limits(
                        new LimitSettings(
                                Terms.NONE,
                                QUOTAS,
                                Terms.NONE,
                                Map.of(),
                                ZoneId.of("UTC"),
                                Optional.empty()),
                        clock,
                        clock,
                        1);
        Ledger its = few.keep(IDS);
        var _ = few.admit(Optional.empty(), CLIENT, SHOP); // and never ends
        Pass stranger =
                ((Admitted) few.admit(Optional.empty(), Loopback.address("192.0.2.8"), SHOP))
                        .pass();
        assertThat(stranger.take(SLICE)).isPositive();
        Ledger.Page page = its.page(false);
        assertThat(page.usages())
                .extracting(Usage::dayBytes)
                .containsExactlyInAnyOrder(SLICE, 2 * SLICE);
        page.kept().run();
        assertThat(stranger.more()).isZero();
    }
}
