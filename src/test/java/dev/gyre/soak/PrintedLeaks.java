package dev.gyre.soak;

import io.netty.util.ResourceLeakDetector;

/// Netty's detector, which prints what it finds. Netty makes it by the name in a system property of the proxy's process.
public final class PrintedLeaks<T> extends ResourceLeakDetector<T> {

    static final String MARK = "LEAK: ";

    /// As Netty asks for it.
    @SuppressWarnings("deprecation") // its constructors are, and there is no other way
    public PrintedLeaks(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    /// As Netty asks for it, in another place.
    @SuppressWarnings("deprecation")
    public PrintedLeaks(Class<?> resourceType, int samplingInterval, long maxActive) {
        super(resourceType, samplingInterval);
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        System.out.println(MARK + resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        System.out.println(MARK + resourceType);
    }
}
