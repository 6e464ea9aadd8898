package dev.gyre.app;

import com.sun.management.UnixOperatingSystemMXBean;

import java.lang.management.ManagementFactory;

/// How many connections this process may hold open: by what its file is told, and by how many descriptors the system gives it.
///
/// @param clients connected at a time, each with one connection to a target
/// @param idle connections to targets that wait for their next request
/// @param refusals clients above those, that are told so
record Capacity(int clients, int idle, int refusals) {

    /// Descriptors for what comes and goes: questions to name servers, the judge, look-ups of interfaces.
    private static final long SPARE = 12;

    /// Where the system sets no limit that can be read.
    private static final long OTHERWISE = 16_384;

    /// @param wanted how many clients the file says, or 0
    static Capacity of(int wanted) {
        return of(wanted, free());
    }

    static Capacity of(int wanted, long descriptors) {
        long free = Math.max(8, descriptors - SPARE);
        int refusals = Math.clamp(free / 16, 2, 64);
        // Five shares: two for clients, two for their targets, one for idle connections.
        int most = Math.clamp((free - refusals) * 2 / 5, 2, 1 << 20);
        int clients = wanted == 0 ? most : Math.min(wanted, most);
        return new Capacity(
                clients, Math.clamp(free - refusals - 2L * clients, 0, 1 << 16), refusals);
    }

    private static long free() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : OTHERWISE;
    }
}
