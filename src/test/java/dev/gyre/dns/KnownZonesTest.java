package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class KnownZonesTest {

    private static final Name NAME = Name.fromConstantString("z.");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong();
    private final KnownZones zones = new KnownZones(Keeping.STANDARD, now::get);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void keepsACutForAsLongAsItHolds() throws Exception {
        find(zones, new KnownZones.Cut.Continues(60));
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        find(zones, new KnownZones.Cut.Continues(60));
        assertThat(asked).hasValue(1);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        find(zones, new KnownZones.Cut.Continues(0));
        find(zones, new KnownZones.Cut.Continues(60));
        assertThat(asked).hasValue(3);
        assertThat(zones.flush()).isEqualTo(1);
        find(zones, new KnownZones.Cut.Continues(60));
        assertThat(asked).hasValue(4);
    }

    @Test
    void keepsNothingWhereNothingIsKept() throws Exception {
        Keeping all = Keeping.STANDARD;
        KnownZones none =
                new KnownZones(
                        new Keeping(0, all.least(), all.most(), all.negative(), all.stale(), false),
                        now::get);
        find(none, new KnownZones.Cut.Continues(60));
        find(none, new KnownZones.Cut.Continues(60));
        assertThat(asked).hasValue(2);
    }

    @Test
    void keepsNoKeysWithoutEnd() throws Exception {
        KnownZones.Cut large = new KnownZones.Cut.Begins(new Zone.Signed(NAME, keys(9)), 60);
        find(zones, large);
        find(zones, large);
        assertThat(asked).hasValue(2);
        find(zones, new KnownZones.Cut.Begins(new Zone.Signed(NAME, keys(7)), 60));
        find(zones, large);
        assertThat(asked).hasValue(3);
    }

    @Test
    void keepsNoFailure() throws Exception {
        assertThatThrownBy(() ->
                        zones.at(
                                NAME,
                                PATIENCE,
                                () -> {
                                    throw UnbelievableException.bogus("forged");
                                }))
                .isInstanceOf(UnbelievableException.class);
        find(zones, new KnownZones.Cut.Continues(60));
        assertThat(asked).hasValue(1);
    }

    @Test
    void twoWhoNeedTheSameFindItOutOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<KnownZones.Cut> first = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        first.complete(
                                zones.at(
                                        NAME,
                                        PATIENCE,
                                        () -> {
                                            begun.countDown();
                                            await(answer);
                                            return new KnownZones.Cut.Continues(60);
                                        }));
                    } catch (UnbelievableException | FailureException failed) {
                        first.completeExceptionally(failed);
                    }
                });
        await(begun);
        assertThatThrownBy(() -> find(zones, Duration.ZERO))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        late -> assertThat(late.failure()).isEqualTo(Failure.DNS_TIMEOUT));
        answer.countDown();
        assertThat(find(zones, PATIENCE)).isSameAs(first.get(30, TimeUnit.SECONDS));
        assertThat(asked).hasValue(0);
    }

    @Test
    void whatFailsForOneIsFoundOutByTheOther() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch fail = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        zones.at(
                                NAME,
                                PATIENCE,
                                () -> {
                                    begun.countDown();
                                    await(fail);
                                    throw UnbelievableException.bogus("too much work");
                                });
                    } catch (UnbelievableException | FailureException failed) {
                        // As it was to.
                    }
                });
        await(begun);
        CompletableFuture<KnownZones.Cut> second = new CompletableFuture<>();
        Thread waits =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                second.complete(find(zones, PATIENCE));
                            } catch (UnbelievableException | FailureException failed) {
                                second.completeExceptionally(failed);
                            }
                        });
        Awaitility.await().until(() -> waits.getState() == Thread.State.TIMED_WAITING);
        assertThat(asked).hasValue(0);
        fail.countDown();
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(new KnownZones.Cut.Continues(60));
        assertThat(asked).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private static List<DNSKEYRecord> keys(int count) {
        DNSKEYRecord key =
                new DNSKEYRecord(
                        NAME,
                        DClass.IN,
                        60,
                        DNSKEYRecord.Flags.ZONE_KEY,
                        DNSKEYRecord.Protocol.DNSSEC,
                        DNSSEC.Algorithm.RSASHA256,
                        new byte[512]);
        return Collections.nCopies(count, key);
    }

    private KnownZones.Cut find(KnownZones in, KnownZones.Cut cut)
            throws UnbelievableException, FailureException {
        return in.at(
                NAME,
                PATIENCE,
                () -> {
                    asked.incrementAndGet();
                    return cut;
                });
    }

    private KnownZones.Cut find(KnownZones in, Duration patience)
            throws UnbelievableException, FailureException {
        return in.at(
                NAME,
                patience,
                () -> {
                    asked.incrementAndGet();
                    return new KnownZones.Cut.Continues(60);
                });
    }
}
