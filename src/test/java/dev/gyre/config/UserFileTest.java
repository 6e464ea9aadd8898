package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.access.PasswordHash;
import dev.gyre.access.User;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Users, added to a file that a person has written.
final class UserFileTest {

    private static final PasswordHash HASH = PasswordHash.NONE;
    private static final String OLD = PasswordHash.NONE.decoy().text();
    private static final String USER = "{name: 'alice', password: '" + HASH.text() + "'}";
    private static final String EGRESS = "egress: [{interface: any}]  # ü𝒳 all\n";

    @TempDir private Path folder;

    private Path pool(String text) throws IOException {
        return Files.writeString(folder.resolve("pool.yml"), text);
    }

    private static List<String> names(UserFile file) throws ConfigException {
        return file.users(_ -> Optional.empty()).all().stream().map(User::name).toList();
    }

    @Test
    void addsTheFirst() throws Exception {
        UserFile file = UserFile.of(pool(EGRESS)).with("alice", HASH);
        assertThat(file.text()).isEqualTo(EGRESS + "users:\n  - " + USER + "\n");
        assertThat(names(file)).containsExactly("alice");
    }

    @Test
    void addsToWhatAPersonHasWritten() throws Exception {
        String before = EGRESS + "users:\n    # ours\n    - {name: bob, password: '" + OLD + "'}\n";
        UserFile file = UserFile.of(pool(before + "reuse: never\n")).with("alice", HASH);
        assertThat(file.text())
                .isEqualTo(
                        EGRESS
                                + "users:\n    # ours\n    - "
                                + USER
                                + "\n    - {name: bob, password: '"
                                + OLD
                                + "'}\nreuse: never\n");
        assertThat(names(file)).containsExactly("alice", "bob");
    }

    @Test
    void addsToAListInOneLine() throws Exception {
        String bob = "{name: bob, password: '" + OLD + "'}";
        UserFile file = UserFile.of(pool(EGRESS + "users: [" + bob + "]")).with("alice", HASH);
        assertThat(file.text()).isEqualTo(EGRESS + "users: [" + USER + ", " + bob + "]");
        assertThat(names(file)).containsExactly("alice", "bob");
        assertThat(names(UserFile.of(pool(EGRESS + "users: []")).with("alice", HASH)))
                .containsExactly("alice");
    }

    @Test
    void addsToTheFileThatThePoolFileNames() throws Exception {
        Path pool = pool(EGRESS + "users: users.yml\n");
        UserFile first = UserFile.of(pool).with("alice", HASH);
        assertThat(first.path()).isEqualTo(folder.resolve("users.yml"));
        assertThat(first.text()).isEqualTo("- " + USER + "\n");
        Files.write(first.path(), first.content());
        UserFile second = UserFile.of(pool).with("bob", HASH);
        assertThat(names(second)).containsExactly("bob", "alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users:\n"
                        + "- name: bob\n"
                        + "  password: HASH # it\n"
                        + "  \n"
                        + "- name: alice\n"
                        + "  password: OLD  # hers\n"
                        + "reuse: never\n",
                "users: [{password: 'OLD', name: 'alice'}, {name: bob, password: \"HASH\"}]\n",
                "users: [{password: \"OLD\", \"name\": \"alice\"}]",
            })
    void changesAPasswordAndNothingElse(String users) throws Exception {
        String text = EGRESS + users.replace("HASH", HASH.decoy().text());
        UserFile file = UserFile.of(pool(text.replace("OLD", OLD))).withPassword("alice", HASH);
        assertThat(file.text())
                .isEqualTo(
                        text.replaceAll(
                                "['\"]?OLD['\"]?", "'" + HASH.text().replace("$", "\\$") + "'"));
        assertThat(
                        file.users(_ -> Optional.empty()).all().stream()
                                .filter(user -> user.name().equals("alice"))
                                .map(User::password))
                .containsExactly(HASH);
    }

    @Test
    void refusesWhatItCannotDo() throws Exception {
        UserFile file = UserFile.of(pool(EGRESS + "users: [" + USER + "]"));
        assertThatThrownBy(() -> file.with("alice", HASH)).hasMessageContaining("is there already");
        assertThatThrownBy(() -> file.with("a:b", HASH)).hasMessageContaining("has a colon");
        assertThatThrownBy(() -> file.withPassword("bob", HASH))
                .hasMessageContaining("is nobody in ");
        assertThatThrownBy(() ->
                        UserFile.of(
                                        pool(
                                                EGRESS
                                                        + "users: [{name: alice, password:"
                                                        + " '${HASH}'}]"))
                                .withPassword("alice", HASH))
                .hasMessageContaining("not written in");
        assertThatThrownBy(() -> UserFile.of(pool("{egress: [{interface: any}]}")).with("a", HASH))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> UserFile.of(folder.resolve("none.yml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void printsNoHash() throws Exception {
        assertThat(UserFile.of(pool(EGRESS + "users: [" + USER + "]")).toString())
                .isEqualTo(folder.resolve("pool.yml").toString());
    }
}
