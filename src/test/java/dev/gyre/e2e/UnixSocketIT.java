package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// Clients that connect by a socket in the file system.
final class UnixSocketIT {

    private static final String ASK =
            "GET http://whoami.gyre/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    @TempDir private Path dir;

    private Path socket() {
        return dir.resolve("gyre.sock");
    }

    private Gyre start(String more) {
        return Gyre.start(
                "listen: [{at: 'unix:%s'%s}]\negress: [{source: 127.0.0.1}]\n"
                        .formatted(socket(), more));
    }

    private String ask(String request) throws IOException {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket()));
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(
                    Channels.newInputStream(client).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket()));
    }

    @Test
    void servesHttpAndSocks() throws IOException {
        try (Gyre gyre = start("")) {
            assertThat(gyre.addresses()).isEmpty();
            assertThat(ask(ASK)).startsWith("HTTP/1.1 200 ");
            assertThat(
                            ask(
                                    ASK.replace("GET http://whoami", "POST http://dns")
                                            .replace(".gyre/", ".gyre/flush")))
                    .as("a client of this machine")
                    .startsWith("HTTP/1.1 200 ");
            Curl.Result socks =
                    Curl.run("-x", "socks5h://localhost" + socket(), "http://whoami.gyre/");
            assertThat(socks.err()).isEmpty();
            assertThat(socks.exit()).isZero();
            assertThat(mode()).isEqualTo("rw-------");
        }
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void hasTheModeThatIsAskedFor() throws IOException {
        try (Gyre _ = start(", mode: \"0660\"")) {
            assertThat(mode()).isEqualTo("rw-rw----");
        }
    }

    @Test
    void takesThePlaceOfOneThatNobodyListensAt() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();
        try (Gyre _ = start("")) {
            assertThat(ask(ASK)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void takesNothingElsesPlace() throws IOException {
        try (ServerSocketChannel living = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            living.bind(UnixDomainSocketAddress.of(socket()));
            assertThatThrownBy(() -> start("")).hasMessageContaining("Address already in use");
        }
        assertThat(socket()).exists();
        Files.delete(socket());
        Files.writeString(socket(), "mine");
        assertThatThrownBy(() -> start("")).hasMessageContaining("no socket");
        assertThat(socket()).hasContent("mine");
    }

    @Test
    void leavesASocketThatAnotherHasPutThere() throws IOException {
        Gyre first = start("");
        Files.delete(socket());
        try (Gyre _ = start("")) {
            first.close();
            assertThat(ask(ASK)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void asksForUsersWhereThereAreSome() throws IOException {
        String hash =
                "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        try (Gyre _ = start("}]\nusers: [{name: me, password: '%s'}]\n#".formatted(hash))) {
            assertThat(ask(ASK)).startsWith("HTTP/1.1 407 ");
        }
    }

    /// Who has no address is in no network, however wide.
    @Test
    void isInNoNetworkOfARule() throws IOException {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre _ =
                        start(
                                "}]\nconnect: {ports: any}\ntargets: {allow: [127.0.0.0/8]}\n"
                                        + "rules: [{allow: {client: [0.0.0.0/0, '::/0']}},"
                                        + " {default: deny}]\n#")) {
            String ask = ASK.replace("whoami.gyre", origin.authority());
            assertThat(ask(ask)).startsWith("HTTP/1.1 403 ");
            assertThat(origin.connections()).isZero();
        }
    }
}
