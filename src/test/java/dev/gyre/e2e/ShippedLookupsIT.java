package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Program;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The jar as it is shipped takes the system's resolver away from all that runs in it: by whichever door of the JDK a name is looked up.
final class ShippedLookupsIT {

    private static final String DOORS =
            """
            import java.net.*;

            class Doors {
                interface Door {
                    Object open() throws Exception;
                }

                static void refuses(String what, Door door) {
                    long before = dev.gyre.dns.NoSystemLookups.refused();
                    Object result;
                    try {
                        result = door.open();
                    } catch (Exception refused) {
                        result = refused.getClass().getSimpleName();
                    }
                    boolean counted = dev.gyre.dns.NoSystemLookups.refused() > before;
                    System.out.println(what + ": " + result + (counted ? ", counted" : ", NOT SEEN"));
                }

                public static void main(String[] arguments) {
                    refuses("getByName", () -> InetAddress.getByName("a.test"));
                    refuses("getAllByName", () -> InetAddress.getAllByName("b.test"));
                    refuses("getLocalHost", () -> InetAddress.getLocalHost());
                    refuses("InetSocketAddress", () -> new InetSocketAddress("c.test", 1).isUnresolved());
                    refuses("Socket", () -> new Socket("d.test", 1));
                    refuses("ServerSocket", () -> new ServerSocket(0, 1, InetAddress.getByName("e.test")));
                    refuses("URL", () -> URI.create("http://f.test/").toURL().getContent());
                    refuses("getHostName", () -> InetAddress.ofLiteral("192.0.2.1").getHostName());
                    refuses("getCanonicalHostName",
                            () -> InetAddress.ofLiteral("192.0.2.2").getCanonicalHostName());
                }
            }
            """;

    @TempDir private Path directory;

    @Test
    void noDoorOfTheJdkLeadsToTheSystem() throws Exception {
        Path jar = Path.of(System.getProperty("gyre.jar", "target/gyre-all.jar")).toAbsolutePath();
        Assumptions.assumeTrue(Files.exists(jar), "Skipped: the jar is not built: " + jar);
        Path source = Files.writeString(directory.resolve("Doors.java"), DOORS);
        Program.Result result =
                Program.run(
                        directory,
                        Map.of(),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                jar.toString(),
                                source.toString()));
        assertThat(result.out().lines())
                .as(result.err())
                .containsExactly(
                        "getByName: UnknownHostException, counted",
                        "getAllByName: UnknownHostException, counted",
                        "getLocalHost: UnknownHostException, counted",
                        "InetSocketAddress: true, counted",
                        "Socket: UnknownHostException, counted",
                        "ServerSocket: UnknownHostException, counted",
                        "URL: UnknownHostException, counted",
                        "getHostName: 192.0.2.1, counted",
                        "getCanonicalHostName: 192.0.2.2, counted");
    }
}
