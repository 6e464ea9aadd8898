package dev.gyre.app.upkeep;

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

/// A disk that is full, in a namespace of its own: a small one in memory.
final class FullDiskIT {

    @TempDir private Path directory;

    @Test
    void whatIsOnTheDiskStaysWholeAndIsWrittenWhenThereIsRoom() {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        List<String> unshare =
                Stream.of(
                                TestPeers.require("unshare").toString(),
                                "--user",
                                "--map-root-user",
                                "--mount")
                        .filter(word -> !isRoot || !word.contains("user"))
                        .toList();
        List<String> mount =
                List.of("mount", "-t", "tmpfs", "-o", "size=64k", "none", directory.toString());
        Program.Result probe =
                Program.run(
                        directory,
                        Map.of(),
                        Stream.concat(unshare.stream(), mount.stream()).toList());
        if (probe.exit() != 0) {
            assertThat(System.getenv("CI")).as(probe.err()).isNotEqualTo("true");
            System.err.println("Skipped: may not mount: " + probe.err());
        }
        Assumptions.assumeTrue(probe.exit() == 0);
        Program.Result result =
                Program.run(
                        directory,
                        Map.of(),
                        Stream.concat(
                                        unshare.stream(),
                                        Stream.of(
                                                "sh",
                                                "-c",
                                                String.join(" ", mount) + " && exec \"$0\" \"$@\"",
                                                Path.of(
                                                                System.getProperty("java.home"),
                                                                "bin",
                                                                "java")
                                                        .toString(),
                                                "--enable-native-access=ALL-UNNAMED",
                                                "--sun-misc-unsafe-memory-access=allow",
                                                "-cp",
                                                System.getProperty(
                                                        "surefire.test.class.path",
                                                        System.getProperty("java.class.path")),
                                                FullDiskScenario.class.getName(),
                                                directory.toString()))
                                .toList());
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("all was seen");
    }
}
