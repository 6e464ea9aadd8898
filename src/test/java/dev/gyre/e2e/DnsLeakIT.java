package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// No name is looked up but by Gyre's own resolver: packet by packet, in a network of its own whose other way out would show
/// every stray query.
final class DnsLeakIT {

    @TempDir private Path directory;

    @Test
    void noQueryGoesAnywhereElse() throws Exception {
        List<String> program =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        DnsLeakScenario.class.getName());
        Path unshare = TestPeers.require("unshare");
        TestPeers.require("ip");
        TestPeers.require("tcpdump");
        TestPeers.require("unbound");
        Program.Result probe =
                Program.run(directory, Map.of(), List.of(unshare.toString(), "--net", "true"));
        Assumptions.assumeTrue(probe.exit() == 0, () -> "Skipped: may not unshare: " + probe.err());

        // The system's resolver asks what lies beyond the other way out.
        Path resolvers =
                Files.writeString(
                        directory.resolve("resolv.conf"),
                        "nameserver 198.51.100.53\noptions timeout:1 attempts:1\n");
        String inside =
                "mount --bind '"
                        + resolvers
                        + """
                        ' /etc/resolv.conf &&
                        ip link set lo up &&
                        ip link add way type veth peer name beyond &&
                        ip addr add 203.0.113.10/24 dev way &&
                        ip link set way up && ip link set beyond up &&
                        ip neigh add 203.0.113.1 lladdr 02:00:00:00:00:01 dev way &&
                        ip route add default via 203.0.113.1 &&
                        exec "$0" "$@"
                        """
                                .stripLeading();
        Program.Result result =
                Program.run(
                        directory,
                        Map.of(),
                        Stream.concat(
                                        Stream.of(
                                                unshare.toString(),
                                                "--net",
                                                "--mount",
                                                "sh",
                                                "-c",
                                                inside),
                                        program.stream())
                                .toList());
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("the system's own query was seen");
    }
}
