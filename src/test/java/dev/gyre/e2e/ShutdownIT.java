package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What SIGTERM does to what runs.
final class ShutdownIT {

    /// What a shell says of a process that ended by SIGTERM.
    private static final int BY_SIGTERM = 128 + 15;

    @TempDir private Path directory;

    private Program start(String shutdown) throws IOException {
        Files.writeString(
                directory.resolve("egress-pool.yml"),
                "connect: {ports: any}\n"
                        + "targets: {allow: [127.0.0.0/8]}\n"
                        + "egress: [{source: 127.0.5.1}]\n"
                        + "timeouts: {shutdown: "
                        + shutdown
                        + "}\n");
        return Program.start(directory, "run", "-l", "127.0.0.1:0");
    }

    private static void awaitRefused(Program gyre) {
        await().untilAsserted(
                        () -> assertThatThrownBy(gyre::client).isInstanceOf(IOException.class));
    }

    private static void tunnel(RawClient client, EchoServer echo) throws IOException {
        client.send("CONNECT " + echo.authority() + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        client.send("ping");
        assertThat(client.readExactly(4)).isEqualTo("ping".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatRunsIsFinishedAndNothingIsBegun() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                EchoServer echo = EchoServer.start();
                Program gyre = start("20s");
                RawClient idle = gyre.client();
                RawClient request = gyre.client();
                RawClient tunnel = gyre.client()) {
            idle.send("GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(idle.readResponse().status()).isEqualTo(200);
            request.send("GET " + origin.url("/slow") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            tunnel(tunnel, echo);
            await().until(() -> origin.seen().size() == 2);

            gyre.signal("TERM");
            awaitRefused(gyre);
            assertThat(idle.ended()).as("a client that waits is let go").isTrue();
            origin.release();
            RawClient.Response reply = request.readResponse();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("Connection")).contains("close");
            assertThat(request.ended()).isTrue();
            tunnel.send("pong");
            assertThat(tunnel.readExactly(4)).isEqualTo("pong".getBytes(StandardCharsets.US_ASCII));
            tunnel.shutdownOutput();
            assertThat(tunnel.ended()).isTrue();
            assertThat(gyre.awaitEnd()).isZero();
            assertThat(gyre.output()).contains("gyre: stopping\n").endsWith("gyre: stopped\n");
        }
    }

    @Test
    void whatDoesNotEndInTimeIsCutAndCounted() throws Exception {
        try (EchoServer echo = EchoServer.start();
                Program gyre = start("200ms");
                RawClient first = gyre.client();
                RawClient second = gyre.client()) {
            tunnel(first, echo);
            tunnel(second, echo);
            assertThat(gyre.end("TERM")).isZero();
            assertThat(gyre.output()).endsWith("gyre: stopped; 2 connections were cut\n");
            assertThat(first.ended()).isTrue();
            assertThat(second.ended()).isTrue();
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        try (EchoServer echo = EchoServer.start();
                Program gyre = start("10m");
                RawClient client = gyre.client()) {
            tunnel(client, echo);
            gyre.signal("TERM");
            await().until(() -> gyre.output().contains("gyre: stopping"));
            assertThat(gyre.end("TERM")).isEqualTo(BY_SIGTERM);
        }
    }
}
