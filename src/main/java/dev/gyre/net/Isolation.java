package dev.gyre.net;

import java.util.IdentityHashMap;
import java.util.List;

/// The isolation key: whatever is kept from one request for another (an open connection, the answer of a name server) is kept
/// under one of these, and only found by it again. Two are the same key only when they are the same object.
///
/// Safe for all threads.
public final class Isolation {

    /// Of all requests that an operator has allowed to share what is kept for an egress. Never ends.
    public static final Isolation SHARED = new Isolation(true);

    /// Of a request that is alone: nothing is kept.
    public static final Isolation NOTHING_KEPT = new Isolation(false);

    private final boolean keeps;
    private final IdentityHashMap<Object, Runnable> last = new IdentityHashMap<>(2);
    private volatile boolean over;

    private Isolation(boolean keeps) {
        this.keeps = keeps;
    }

    /// A new key, equal to no other.
    public static Isolation fresh() {
        return new Isolation(true);
    }

    /// Whether anything may be kept under this key now.
    public boolean keeps() {
        return keeps && !over;
    }

    /// Has something done when the key ends, on the thread that ends it: what is kept under it is to be dropped. Done at once when
    /// it has ended.
    ///
    /// @param keeper who keeps it: of each, what it asked for first is done, once
    public void onEnd(Object keeper, Runnable drop) {
        if (this == SHARED || this == NOTHING_KEPT) {
            return;
        }
        synchronized (last) {
            if (!over) {
                last.putIfAbsent(keeper, drop);
                return;
            }
        }
        drop.run();
    }

    /// Ends the key: nothing is kept under it any more.
    public void end() {
        if (this == SHARED || this == NOTHING_KEPT) {
            return;
        }
        List<Runnable> due;
        synchronized (last) {
            over = true;
            due = List.copyOf(last.values());
            last.clear();
        }
        due.forEach(Runnable::run);
    }
}
