package dev.gyre.egress;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The views that were narrowed, until others have been asked for since: at most [#MOST], of [#MOST_BLOCKS] blocks in all or one
/// larger. Safe for all threads; finding one takes no lock.
final class NarrowedViews {

    static final int MOST = 256;

    /// A block takes about 100 octets of a view at most.
    static final int MOST_BLOCKS = 1 << 20;

    private record Key(Reach wanted, Narrowing narrowing) {}

    private static final class Kept {
        private final PoolView view;

        /// The time when it was asked for last.
        private volatile long used;

        Kept(PoolView view, long used) {
            this.view = view;
            this.used = used;
        }
    }

    private final ConcurrentHashMap<Key, Kept> kept = new ConcurrentHashMap<>();

    /// The time: how many views were added.
    private volatile long added;

    private int blocks;

    Optional<PoolView> find(Reach wanted, Narrowing narrowing) {
        Kept found = kept.get(new Key(wanted, narrowing));
        if (found == null) {
            return Optional.empty();
        }
        long now = added;
        if (found.used != now) {
            found.used = now;
        }
        return Optional.of(found.view);
    }

    /// The views of another pool that are for what one of these is for.
    List<PoolView> counterparts(PoolView view, Views others) {
        return kept.entrySet().stream()
                .filter(each -> each.getValue().view == view)
                .map(each -> others.of(each.getKey().wanted(), each.getKey().narrowing()))
                .distinct()
                .toList();
    }

    /// Keeps a view for a narrowing.
    ///
    /// @return the one to use: this one, or one that is kept already, for the same narrowing or of the same blocks
    synchronized PoolView keep(Reach wanted, Narrowing narrowing, PoolView view) {
        PoolView same =
                kept.values().stream()
                        .map(known -> known.view)
                        .filter(known -> known.isOf(view))
                        .findAny()
                        .orElse(view);
        long now = added + 1;
        added = now;
        Kept before = kept.putIfAbsent(new Key(wanted, narrowing), new Kept(same, now));
        if (before != null) {
            return before.view;
        }
        blocks += same.blockCount();
        while (kept.size() > MOST || (blocks > MOST_BLOCKS && kept.size() > 1)) {
            forgetOne();
        }
        return same;
    }

    private void forgetOne() {
        kept.entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().used))
                .map(Map.Entry::getKey)
                .map(kept::remove)
                .ifPresent(old -> blocks -= old.view.blockCount());
    }
}
