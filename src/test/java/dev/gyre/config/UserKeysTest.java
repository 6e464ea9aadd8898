package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.access.PasswordHash;
import dev.gyre.access.User;
import dev.gyre.inbound.DoorSettings;
import dev.gyre.inbound.client.Door.AskForUsers;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Who may use the proxy, and by which listener.
final class UserKeysTest {

    private static final String ANY = "egress: [{interface: any}]\n";
    private static final String HASH = PasswordHash.NONE.text();
    private static final String ALICE = "{name: alice, password: '" + HASH + "'}";

    @TempDir private Path folder;

    private PoolFile read(String text) throws ConfigException {
        return PoolFile.parse(
                folder.resolve("pool.yml").toString(),
                (ANY + text).getBytes(StandardCharsets.UTF_8),
                name -> name.equals("HASH") ? Optional.of(HASH) : Optional.empty());
    }

    private static List<String> names(PoolFile file) {
        return file.inbound().users().orElseThrow().all().stream().map(User::name).toList();
    }

    @Test
    void anybodyMayWhereNobodyIsNamed() throws ConfigException {
        assertThat(read("").inbound().users()).isEmpty();
    }

    @Test
    void readsUsers() throws ConfigException {
        assertThat(names(read("users: [" + ALICE + ", {name: bob, password: '${HASH}'}]")))
                .containsExactly("alice", "bob");
    }

    @Test
    void readsThemFromAFileOfTheirOwn() throws Exception {
        Path users = Files.writeString(folder.resolve("users.yml"), "- " + ALICE + "\n");
        PoolFile file = read("users: users.yml");
        assertThat(names(file)).containsExactly("alice");
        assertThat(file.inbound().users().orElseThrow().file()).contains(users);
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE)))
                .contains("\nusers: '" + users + "'\n");
    }

    @Test
    void tellsWhatIsWrongInThatFile() throws Exception {
        Files.writeString(folder.resolve("users.yml"), "- " + ALICE + "\n- {name: bob}\n");
        assertThatThrownBy(() -> read("users: users.yml"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        invalid -> {
                            assertThat(invalid.report())
                                    .contains(
                                            "pool.yml:2:8: error: "
                                                    + folder
                                                    + "/users.yml:2:3: 'password' is missing");
                            assertThat(invalid.files()).contains(folder.resolve("users.yml"));
                        });
    }

    @Test
    void printsNoHash() throws ConfigException {
        assertThat(EffectiveSettings.print(read("users: [" + ALICE + "]"), List.of(BigInteger.ONE)))
                .contains("users:\n  - {name: 'alice', password: '***'}\n")
                .doesNotContain("argon2id");
    }

    @Test
    void readsWhatHoldsForAListener() throws ConfigException {
        PoolFile file =
                read(
                        """
                        listen:
                          - 127.0.0.1:1
                          - {at: "127.0.0.1:2", users: none}
                          - {at: "0.0.0.0:3"}
                          - {at: "0.0.0.0:4", clients: [192.0.2.0/24]}
                          - {at: "0.0.0.0:5", clients: [192.0.2.0/24], users: required}
                          - "[::]:6"
                        users: [{name: alice, password: "${HASH}"}]
                        """);
        List<Cidr> clients = List.of(Cidr.parse("192.0.2.0/24").orElseThrow());
        assertThat(file.inbound().doors())
                .containsExactly(
                        door("127.0.0.1", 1, AskForUsers.IF_ANY, List.of()),
                        door("127.0.0.1", 2, AskForUsers.NONE, List.of()),
                        door("0.0.0.0", 3, AskForUsers.REQUIRED, List.of()),
                        door("0.0.0.0", 4, AskForUsers.IF_ANY, clients),
                        door("0.0.0.0", 5, AskForUsers.REQUIRED, clients),
                        door("::", 6, AskForUsers.REQUIRED, List.of()));
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE)))
                .contains(
                        "listen: ['127.0.0.1:1', {at: '127.0.0.1:2', users: none}, '0.0.0.0:3',"
                                + " {at: '0.0.0.0:4', clients: ['192.0.2.0/24']}, {at: '0.0.0.0:5',"
                                + " users: required, clients: ['192.0.2.0/24']}, '[::]:6']\n");
    }

    private static DoorSettings door(
            String address, int port, AskForUsers users, List<Cidr> clients) {
        return DoorSettings.at(new InetSocketAddress(Addresses.parse(address).orElseThrow(), port))
                .with(users, clients);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "listen: 0.0.0.0:80 | :2:9: error: listen is for everybody who can reach"
                        + " 0.0.0.0:80: say who may use it, by 'users' (see ",
                "listen: ['127.0.0.1:1', '[::]:80'] | :2:25: error: listen is for everybody who can"
                        + " reach [::]:80",
                "listen: 192.0.2.1:80 | is for everybody who can reach 192.0.2.1:80",
                "listen: [{at: '0.0.0.0:80', users: none}] | is for everybody who can reach"
                        + " 0.0.0.0:80",
                "listen: [{at: '0.0.0.0:80', users: required, clients: [192.0.2.0/24]}] | asks for"
                        + " users, and there are none: name some in 'users'",
                "listen: [{at: '127.0.0.1:80', users: required}] | asks for users, and there are"
                        + " none",
                "listen: [{at: '127.0.0.1:80', users: yes}] | users has an unknown value: yes;"
                        + " known are required, none",
                "listen: [{at: '127.0.0.1:80', clients: [192.0.2.1/24]}] | 192.0.2.1/24",
                "listen: [{at: 'dns://127.0.0.1:53', clients: [192.0.2.0/24]}] | who may ask it"
                        + " stands in dns: {clients: […]}",
                "users: [] | users is an empty list",
                "users: [{name: alice}] | 'password' is missing",
                "users: [{password: '${HASH}'}] | 'name' is missing",
                "users: [{name: alice, password: secret}] | password is not a password's hash, as ",
                "users: [{name: alice, password: ['${HASH}']}] | password is not a password's hash",
                "users: [{name: 'al:ice', password: '${HASH}'}] | name has a colon, which ends a"
                        + " user name: al:ice",
                "users: [{name: alice-country-de, password: '${HASH}'}] | name would be taken for"
                        + " 'alice' with parameters: alice-country-de",
                "users: [{name: '', password: '${HASH}'}] | name must be of 1 to 64 characters",
                "users: [{name: a, password: '${HASH}'}, {name: a, password: '${HASH}'}] | there is"
                        + " a user of this name in line 2",
                "users: nowhere.yml | there is no such file",
            })
    void refuses(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        invalid ->
                                assertThat(invalid.report())
                                        .contains(problem)
                                        .doesNotContain("secret"));
    }

    @Test
    void anAddressOnTheCommandLineIsNoWayRoundThat() throws ConfigException {
        List<InetSocketAddress> all =
                List.of(new InetSocketAddress(Addresses.parse("0.0.0.0").orElseThrow(), 80));
        PoolFile file = read("").withListen(all);
        assertThatThrownBy(() -> file.checkListeners(Path.of("pool.yml")))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        invalid ->
                                assertThat(invalid.report())
                                        .startsWith("pool.yml: error: --listen is for everybody"));
        read("users: [" + ALICE + "]").withListen(all).checkListeners(Path.of("pool.yml"));
    }
}
