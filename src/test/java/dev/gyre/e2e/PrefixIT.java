package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Addresses that no interface has, in a network of its own: what is missing for them is said, and then they work.
final class PrefixIT {

    @TempDir private Path directory;

    @Test
    void leavesFromAddressesThatNoInterfaceHas() throws Exception {
        List<String> unshare =
                Stream.of(
                                TestPeers.require("unshare").toString(),
                                "--user",
                                "--map-root-user",
                                "--net")
                        .filter(word -> !isRoot() || !word.contains("user"))
                        .toList();
        TestPeers.require("ip");
        Program.Result probe =
                Program.run(
                        directory,
                        Map.of(),
                        Stream.concat(unshare.stream(), Stream.of("ip", "link", "set", "lo", "up"))
                                .toList());
        boolean may = probe.exit() == 0;
        if (!may) {
            assertThat(System.getenv("CI")).as(probe.err()).isNotEqualTo("true");
            System.err.println("Skipped: may not make a network: " + probe.err());
        }
        Assumptions.assumeTrue(may);
        Program.Result result =
                Program.run(
                        directory, Map.of(), Stream.concat(unshare.stream(), scenario()).toList());
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("all was seen");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Stream<String> scenario() {
        return Stream.of(
                "sh",
                "-c",
                "ip link set lo up && ip -6 addr add 2001:db8:ffff::1/128 dev lo nodad"
                        + " && ip addr add 198.51.100.1/32 dev lo && exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                PrefixScenario.class.getName());
    }
}
