package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.access.PasswordHash;
import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.net.Disclosure;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What the pool file says of the fields of messages, and of how much targets are told.
final class HeaderKeysTest {

    private static final String ANY = "egress: [{interface: any}]\n";

    private static PoolFile read(String text) throws ConfigException {
        return PoolFile.parse(
                "pool.yml", (ANY + text).getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    @Test
    void tellsNothingUnlessTold() throws ConfigException {
        PoolFile file = read("");
        assertThat(file.inbound().headers()).isEqualTo(HeaderSettings.DEFAULT);
        assertThat(HeaderSettings.DEFAULT.disclosure()).isEqualTo(Disclosure.ELITE);
        assertThat(file.inbound().doors().getFirst().disclosure()).isEmpty();
    }

    @Test
    void isOfAllOfAListenerAndOfAUser() throws ConfigException {
        PoolFile file =
                read(
                        """
                        anonymity: any
                        headers: {anonymity: anonymous, pseudonym: edge.1}
                        listen: ['127.0.0.1:8080', {at: '127.0.0.1:8081', anonymity: transparent}]
                        users:
                          - {name: alice, password: "HASH", anonymity: elite}
                          - {name: bob, password: "HASH"}
                        """
                                .replace("HASH", PasswordHash.of("a").text()));
        assertThat(file.inbound().headers())
                .isEqualTo(new HeaderSettings(Disclosure.ANONYMOUS, Optional.of("edge.1")));
        assertThat(file.inbound().doors())
                .extracting(door -> door.disclosure())
                .containsExactly(Optional.empty(), Optional.of(Disclosure.TRANSPARENT));
        assertThat(file.inbound().users().orElseThrow().disclosure("alice"))
                .contains(Disclosure.ELITE);
        assertThat(file.inbound().users().orElseThrow().disclosure("bob")).isEmpty();
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE)))
                .contains("\nheaders: {anonymity: anonymous, pseudonym: 'edge.1'}\n")
                .contains("{at: '127.0.0.1:8081', anonymity: transparent}")
                .contains("{name: 'alice', password: '***', anonymity: elite}")
                .contains("{name: 'bob', password: '***'}")
                .contains("\nanonymity: transparent\n");
    }

    @Test
    void saysWhatCannotBe() {
        assertThatThrownBy(() -> read("headers: {anonymity: any, pseudonym: 'a b'}\n"))
                .hasMessageContaining(
                        ":2:22: error: anonymity has an unknown value: any; known are elite,"
                                + " anonymous, transparent")
                .hasMessageContaining(
                        ":2:38: error: pseudonym must be a word of up to 64 letters, digits and"
                                + " characters such as - and .: a b");
    }
}
