package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Gyre as it is shipped on a machine of its own, of which every packet is looked at: whatever is asked of it and whatever fails, names
/// are asked for of the configured servers only, from the address that will connect only, or by the hop.
final class ResolverLeakIT {

    /// The machine is the network `inside`, with an address of its own and some to leave by. What lies beyond is here.
    private static final String NETWORKS =
            """
            set -e
            mount --bind "$0" /etc/resolv.conf
            mkdir -p /run/netns
            mount -t tmpfs none /run/netns
            ip netns add inside
            ip link set lo up
            ip link add beyond type veth peer name way netns inside
            ip addr add 192.0.2.254/24 brd 192.0.2.255 dev beyond
            ip -6 addr add 2001:db8:1::fe/64 dev beyond nodad
            ip link set beyond up
            for last in 53 54 55 56 57 80 90 99; do ip addr add 198.51.100.$last/32 dev lo; done
            for last in 53 80; do ip -6 addr add 2001:db8:2::$last/128 dev lo nodad; done
            ip -n inside link set lo up
            ip -n inside addr add 192.0.2.1/24 brd 192.0.2.255 dev way
            for last in 10 11 12; do ip -n inside addr add 192.0.2.$last/24 dev way; done
            for last in 1 10; do ip -n inside -6 addr add 2001:db8:1::$last/64 dev way nodad; done
            ip -n inside link set way up
            ip -n inside route add default via 192.0.2.254
            ip -n inside -6 route add default via 2001:db8:1::fe
            exec "$@"
            """;

    @TempDir private Path directory;

    @Test
    void everyPacketIsAccountedFor() throws Exception {
        for (String program : List.of("ip", "tcpdump", "unbound", "getent", "dig")) {
            TestPeers.require(program);
        }
        Path jar = Path.of(System.getProperty("gyre.jar", "target/gyre-all.jar")).toAbsolutePath();
        Assumptions.assumeTrue(Files.exists(jar), "Skipped: the jar is not built: " + jar);
        Path resolvers =
                Files.writeString(
                        directory.resolve("resolv.conf"),
                        "nameserver 198.51.100.99\noptions timeout:1 attempts:1\n");
        List<String> networks = new ArrayList<>(unshare());
        networks.addAll(List.of("sh", "-c", NETWORKS, resolvers.toString()));
        Program.Result probe = run(networks, Stream.of("true"));
        if (probe.exit() != 0) {
            assertThat(System.getenv("CI")).as(probe.err()).isNotEqualTo("true");
            System.err.println("Skipped: may not make networks: " + probe.err());
        }
        Assumptions.assumeTrue(probe.exit() == 0);
        Program.Result result =
                run(
                        networks,
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dgyre.jar=" + jar,
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                ResolverLeakScenario.class.getName()));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("every packet was looked at");
    }

    private static List<String> unshare() {
        return Stream.of(
                        TestPeers.require("unshare").toString(),
                        "--user",
                        "--map-root-user",
                        "--net",
                        "--mount")
                .filter(word -> !isRoot() || !word.contains("user"))
                .toList();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Program.Result run(List<String> networks, Stream<String> command) {
        return Program.run(
                directory,
                Map.of(),
                Stream.concat(networks.stream(), command).toList(),
                Duration.ofMinutes(5));
    }
}
