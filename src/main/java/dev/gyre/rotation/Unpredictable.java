package dev.gyre.rotation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Randomness from which no target can work out which egress comes next: taken from [SecureRandom] in batches, since a call
/// for each pick would be felt. One for each thread.
public final class Unpredictable implements RandomGenerator {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final ThreadLocal<Unpredictable> OF_THREAD =
            ThreadLocal.withInitial(Unpredictable::new);

    private final SecureRandom source = new SecureRandom();
    private final byte[] batch = new byte[2048];
    private int used = batch.length;

    private Unpredictable() {}

    /// The one of the calling thread.
    public static RandomGenerator current() {
        return OF_THREAD.get();
    }

    @Override
    public long nextLong() {
        if (used == batch.length) {
            source.nextBytes(batch);
            used = 0;
        }
        long value = (long) LONG.get(batch, used);
        LONG.set(batch, used, 0L);
        used += Long.BYTES;
        return value;
    }
}
