package dev.gyre.app;

import com.sun.management.UnixOperatingSystemMXBean;

import java.lang.management.ManagementFactory;

/// How much this process may hold open.
final class Capacity {

    /// Descriptors that are left for the rest: the jar, listeners, name servers.
    private static final int RESERVED = 128;

    /// Where the system sets no limit that can be read.
    private static final int OTHERWISE = 8192;

    private Capacity() {}

    /// How many clients may be connected at a time: each takes two descriptors, its own and its target's.
    static int connections() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean unix) {
            long descriptors = unix.getMaxFileDescriptorCount();
            return Math.clamp((descriptors - RESERVED) / 2, 16, 1 << 20);
        }
        return OTHERWISE;
    }
}
