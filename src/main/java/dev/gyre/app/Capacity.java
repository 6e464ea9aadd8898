package dev.gyre.app;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.gyre.dns.NettyResolver;
import dev.gyre.outbound.Connector;

import java.lang.management.ManagementFactory;

/// How many connections this process may hold open: by what its file is told, by how many descriptors the system gives it, and
/// by how much memory its heap may have.
///
/// @param clients connected at a time, each with one connection to a target
/// @param idle connections to targets that wait for their next request
/// @param refusals clients above those, that are told so
/// @param lines connections to name servers that are kept. What is being asked by a client has the place of its target's connection
/// @param beside connections that are tried beside another one of the same client
/// @param memoryIsShort whether more clients could be connected if there were more memory
record Capacity(int clients, int idle, int refusals, int lines, int beside, boolean memoryIsShort) {

    /// Descriptors for what there is once, or comes and goes: event loops, listeners, files that are watched or read, the judge,
    /// look-ups of interfaces.
    private static final long SPARE = 12;

    /// What each event loop has.
    private static final long LOOP = 3;

    /// Octets of heap that a client can take, its target's connection included: 8 KiB for objects, twice as much for heads that
    /// are not counted, and what is between.
    private static final int CLIENT = 32 << 10;

    /// Octets of heap that an idle connection takes.
    private static final int IDLE = 8 << 10;

    /// Where the system sets no limit that can be read.
    private static final long OTHERWISE = 16_384;

    /// @param wanted how many clients the file says, or 0
    /// @param others descriptors that others may take; where there are few, clients get half of them
    static Capacity of(int wanted, int others) {
        Runtime machine = Runtime.getRuntime();
        long free = free() - LOOP * machine.availableProcessors();
        return of(wanted, free - Math.min(others, free / 2), machine.maxMemory());
    }

    /// @param heap octets: half of it is for clients, an eighth for idle connections
    static Capacity of(int wanted, long descriptors, long heap) {
        long free = Math.max(8, descriptors - SPARE);
        int refusals = Math.clamp(free / 16, 2, 64);
        int lines = Math.clamp(free / 16, 1, NettyResolver.LINES);
        int beside = Math.clamp(free / 32, 1, Connector.BESIDE);
        long rest = free - refusals - lines - beside;
        // Five shares: two for clients, two for their targets, one for idle connections.
        int most = Math.clamp(rest * 2 / 5, 2, 1 << 20);
        int held = Math.clamp(heap / 2 / CLIENT, 2, 1 << 20);
        int clients = Math.min(most, held);
        if (wanted > 0) {
            clients = Math.min(clients, wanted);
        }
        long idle = Math.min(rest - 2L * clients, heap / 8 / IDLE);
        return new Capacity(
                clients, Math.clamp(idle, 0, 1 << 16), refusals, lines, beside, held < most);
    }

    private static long free() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : OTHERWISE;
    }
}
