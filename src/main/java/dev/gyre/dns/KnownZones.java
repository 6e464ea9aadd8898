package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Where zones begin, as one route has found out, and by what keys they are signed. What is bogus is not kept.
///
/// Safe for use by any thread; [#at] blocks, and is not for event loops.
final class KnownZones {

    static final int MAX_KNOWN = 128;

    /// Keys that take more are not kept: few zones have a quarter of that.
    private static final int MOST_OCTETS = 4096;

    private final long most;
    private final LongSupplier nanoTime;
    private final Map<Name, Kept> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Name, Kept> eldest) {
                    return size() > MAX_KNOWN;
                }
            };
    private final Map<Name, CompletableFuture<Cut>> underway = new HashMap<>();

    KnownZones(Keeping keeping, LongSupplier nanoTime) {
        this.most = keeping.answers() == 0 ? 0 : keeping.most().toSeconds();
        this.nanoTime = nanoTime;
    }

    private record Kept(Cut cut, long until) {}

    /// Whether a zone begins at a name.
    sealed interface Cut {

        /// How many seconds that holds.
        long ttl();

        /// How much its keys take.
        default int octets() {
            return this instanceof Begins(Zone.Signed zone, _)
                    ? zone.keys().stream().mapToInt(key -> key.getKey().length).sum()
                    : 0;
        }

        record Begins(Zone zone, long ttl) implements Cut {}

        record Continues(long ttl) implements Cut {}
    }

    /// Finds out.
    @FunctionalInterface
    interface Discovery {
        Cut discover() throws UnbelievableException, FailureException;
    }

    /// What is known of a name, or what is found out now: by another look-up that is at it; by this one, when that fails. It may be out
    /// of time, or have done too much, for reasons of its own.
    ///
    /// @param patience how long to wait for another
    Cut at(Name name, Duration patience, Discovery discovery)
            throws UnbelievableException, FailureException {
        CompletableFuture<Cut> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<Cut> others;
        synchronized (this) {
            @Nullable Kept kept = known.get(name);
            if (kept != null) {
                if (nanoTime.getAsLong() - kept.until < 0) {
                    return kept.cut;
                }
                known.remove(name);
            }
            others = underway.putIfAbsent(name, mine);
        }
        Optional<Cut> theirs = others == null ? Optional.empty() : await(others, patience);
        return theirs.isPresent() ? theirs.get() : discover(name, discovery, mine);
    }

    private Cut discover(Name name, Discovery discovery, CompletableFuture<Cut> mine)
            throws UnbelievableException, FailureException {
        try {
            Cut cut = discovery.discover();
            keep(name, cut);
            mine.complete(cut);
            return cut;
        } catch (UnbelievableException | FailureException | RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        } finally {
            synchronized (this) {
                underway.remove(name, mine);
            }
        }
    }

    private void keep(Name name, Cut cut) {
        long seconds = Math.min(cut.ttl(), most);
        if (seconds > 0 && cut.octets() <= MOST_OCTETS) {
            synchronized (this) {
                long until = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(seconds);
                known.put(name, new Kept(cut, until));
            }
        }
    }

    /// @return nothing when the other has failed
    private static Optional<Cut> await(CompletableFuture<Cut> others, Duration patience)
            throws FailureException {
        try {
            return Optional.of(others.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            throw new FailureException(Failure.DNS_TIMEOUT, "no keys in time");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new FailureException(Failure.INTERNAL, "interrupted");
        } catch (ExecutionException failed) {
            return Optional.empty();
        }
    }

    /// Forgets all.
    ///
    /// @return how many
    synchronized int flush() {
        int count = known.size();
        known.clear();
        return count;
    }
}
