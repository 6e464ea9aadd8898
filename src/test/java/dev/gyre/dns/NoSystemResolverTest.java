package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// dnsjava can read `/etc/resolv.conf`, `/etc/hosts` and system properties: none of the classes
/// that do is ever loaded.
class NoSystemResolverTest {

    private static final Pattern SYSTEM =
            Pattern.compile(
                    "org\\.xbill\\.DNS\\."
                            + "((config|hosts|lookup|spi)\\..*|ResolverConfig|Lookup|Cache"
                            + "|.*Resolver|.*IoClient.*)");

    @Test
    void loadsNothingOfDnsjavaThatLooksAtTheSystem() throws Exception {
        try (Recorder classes = new Recorder()) {
            Object run =
                    classes.loadClass(OneLookup.class.getName())
                            .getDeclaredConstructor()
                            .newInstance();
            assertThat(((Callable<?>) run).call()).asString().contains("192.0.2.1");
            assertThat(classes.loaded).contains("org.xbill.DNS.Message");
            assertThat(classes.loaded).noneMatch(name -> SYSTEM.matcher(name).matches());
        }
    }

    /// Defines the classes of this project, Netty and dnsjava anew, and remembers which.
    private static final class Recorder extends URLClassLoader {
        private final Set<String> loaded = ConcurrentHashMap.newKeySet();

        Recorder() {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(entry -> {
                        try {
                            return new File(entry).toURI().toURL();
                        } catch (java.net.MalformedURLException impossible) {
                            throw new AssertionError(impossible);
                        }
                    })
                    .toArray(URL[]::new);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            loaded.add(name);
            return super.findClass(name);
        }
    }
}
