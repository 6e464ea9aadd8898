package dev.gyre.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;

/// Fails a run in which a buffer was dropped without being released. JUnit finds it by itself. Sets how long
/// conditions are waited for, too.
public final class LeakCheck implements BeforeAllCallback {

    private static final int ROUNDS = 3;
    private static final int WAIT_MILLIS = 30_000;

    /// How long a condition may take, unless a test says otherwise: for ever, nearly, since nothing is proved by a slow machine.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
        var _ =
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.GLOBAL)
                        .computeIfAbsent(AtTheEnd.class, _ -> new AtTheEnd());
    }

    /// Closed by JUnit when all tests have run.
    private static final class AtTheEnd implements AutoCloseable {

        @Override
        public void close() {
            if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
                throw new AssertionError("leaks are not looked for: run the tests with Maven");
            }
            for (int i = 0; i < ROUNDS; i++) {
                collect();
                report(ByteBufAllocator.DEFAULT.buffer());
                report(Unpooled.buffer());
            }
            if (!LeakRecorder.leaks().isEmpty()) {
                throw new AssertionError("Leaked:\n" + String.join("\n", LeakRecorder.leaks()));
            }
        }

        /// The detector looks for what was collected when the next buffer is made.
        private static void report(ByteBuf next) {
            next.release();
        }

        /// Waits until the collector has found what nobody holds any more.
        private static void collect() {
            ReferenceQueue<Object> collected = new ReferenceQueue<>();
            PhantomReference<Object> canary = new PhantomReference<>(new Object(), collected);
            System.gc();
            try {
                if (collected.remove(WAIT_MILLIS) != canary) {
                    throw new AssertionError("the collector does not run");
                }
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
                throw new AssertionError(impatient);
            }
        }
    }
}
