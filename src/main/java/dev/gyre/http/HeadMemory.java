package dev.gyre.http;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory the large heads of all connections may take together. Each head has its limit, but many clients that each
/// stop in the middle of a large one would take all the memory there is.
///
/// Safe for all threads.
final class HeadMemory {

    /// Octets that any head may take without being counted: more than most need, and little beside what a connection takes.
    static final int FREE = 8 << 10;

    /// A quarter of the heap.
    static final HeadMemory OF_HEAP = new HeadMemory(Runtime.getRuntime().maxMemory() / 4);

    private final AtomicLong left;

    HeadMemory(long octets) {
        left = new AtomicLong(octets);
    }

    /// Takes so many octets, or none.
    ///
    /// @return whether there were as many left
    boolean take(int octets) {
        long now = left.addAndGet(-octets);
        if (now < 0) {
            left.addAndGet(octets);
        }
        return now >= 0;
    }

    void give(int octets) {
        left.addAndGet(octets);
    }

    long left() {
        return left.get();
    }
}
