package dev.gyre.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Takes the system's resolver away from the whole program: whatever would ask it for a name, in the JDK or in a library, is
/// refused and counted. Literals never come here; Gyre's own questions go by [Resolver].
///
/// The JDK finds it through `META-INF/services`. It remembers a refusal for some seconds, so that the same name counts once in
/// that time. Safe for all threads.
public final class NoSystemLookups extends InetAddressResolverProvider {

    private static final AtomicLong REFUSED = new AtomicLong();

    /// For the JDK.
    public NoSystemLookups() {}

    /// How many look-ups were refused since the program started.
    public static long refused() {
        return REFUSED.get();
    }

    /// Whether this JVM asks this class and nobody else: chosen as the JDK chooses (JEP 418), so that nothing has to be looked
    /// up to know it.
    public static boolean isInForce() {
        return ServiceLoader.load(
                        InetAddressResolverProvider.class, ClassLoader.getSystemClassLoader())
                .findFirst()
                .filter(NoSystemLookups.class::isInstance)
                .isPresent();
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Refusal();
    }

    @Override
    public String name() {
        return "no look-ups by the system";
    }

    private static final class Refusal implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                throws UnknownHostException {
            throw refusal("names are not looked up by the system");
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            throw refusal("addresses are not looked up");
        }

        private static UnknownHostException refusal(String why) {
            REFUSED.incrementAndGet();
            return new UnknownHostException(why);
        }
    }
}
