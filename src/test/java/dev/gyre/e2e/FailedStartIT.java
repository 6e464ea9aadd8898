package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A start that fails at one of its steps has nothing left open of those before.
final class FailedStartIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private final int port = TestPeers.freePort();
    private Set<Thread> before = Set.of();

    @BeforeEach
    void threadsOfBefore() {
        before = Thread.getAllStackTraces().keySet();
    }

    private Path socket() {
        return directory.resolve("gyre.sock");
    }

    /// @param more listens there, too
    private void fails(String more, String rest, String reason) throws Exception {
        Path pool =
                Files.writeString(
                        directory.resolve("pool.yml"),
                        "listen: ['unix:%s', '127.0.0.1:%d'%s]\n".formatted(socket(), port, more)
                                + "egress: [{source: 127.0.0.1}]\n"
                                + "state: gyre.state\n"
                                + "limits: {per-client: {day: 1GiB}, file: quotas.state}\n"
                                + rest);
        assertThatThrownBy(() -> Gyre.followingAsWritten(pool)).hasMessageContaining(reason);
        try (var left = Files.list(directory)) {
            assertThat(left).as("no socket, and nothing written").containsExactly(pool);
        }
        assertThat(isListenedAt(port)).isFalse();
        await().atMost(LONG).untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static boolean isListenedAt(int port) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(new InetSocketAddress(Loopback.V4, port));
            return true;
        } catch (ConnectException nobody) {
            return false;
        }
    }

    /// Those of the proxy that run.
    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> !before.contains(each))
                .map(Thread::getName)
                .filter(name ->
                        name.matches(
                                "(multiThread|request-log|passwords|handshakes|nioEvent|epoll).*"))
                .collect(Collectors.toList());
    }

    @Test
    void atAListenerOfWhichThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, Loopback.V4)) {
            fails(
                    ", '127.0.0.1:" + taken.getLocalPort() + "'",
                    "",
                    "can't listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void atAnotherSocketsFile() throws Exception {
        Path none = directory.resolve("none/gyre.sock");
        fails(", 'unix:" + none + "'", "", none + ": its folder is not there");
    }

    @Test
    void whereNamesAreToBeAskedFor() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, Loopback.V4)) {
            fails(
                    ", 'dns://127.0.0.1:" + taken.getLocalPort() + "'",
                    "",
                    "can't listen on dns://127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void atANameServerThatWeAreOurselves() throws Exception {
        fails(
                "",
                "dns: {servers: ['tcp://127.0.0.1:" + port + "']}\n",
                "is a listener of this proxy");
    }

    @Test
    void atALogThatCannotBeWritten() throws Exception {
        fails(
                "",
                "log: {requests: none/requests.log}\n",
                "none/requests.log: there is no such folder");
    }

    /// The program tells why, and ends.
    @Test
    void endsTheProgram() throws Exception {
        Program.Result result;
        try (ServerSocket taken = new ServerSocket(0, 1, Loopback.V4)) {
            Files.writeString(
                    directory.resolve("egress-pool.yml"),
                    "listen: ['unix:%s', '127.0.0.1:%d']\negress: [{source: 127.0.0.1}]\n"
                            .formatted(socket(), taken.getLocalPort()));
            result = Program.run(directory, "run");
        }
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("gyre: can't listen on 127.0.0.1:")
                .endsWith(": Address already in use\n");
        assertThat(socket()).doesNotExist();
    }
}
