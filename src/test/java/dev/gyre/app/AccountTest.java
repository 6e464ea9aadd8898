package dev.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// Users as whom the proxy may go on.
final class AccountTest {

    private static final List<String[]> USERS =
            lines(
                    "root:x:0:0:root:/root:/bin/bash",
                    "gyre:x:990:991::/var/lib/gyre:/usr/sbin/nologin",
                    "broken:x:1");
    private static final List<String[]> GROUPS =
            lines(
                    "root:x:0:gyre",
                    "gyre:x:991:",
                    "ssl-cert:x:110:www,gyre",
                    "tor:x:120:debian-tor");

    private static List<String[]> lines(String... lines) {
        return Stream.of(lines).map(line -> line.split(":", -1)).toList();
    }

    private static Account find(String text) throws IOException {
        return Account.find(text, USERS, GROUPS);
    }

    @Test
    void hasItsGroupsButNotRoots() throws IOException {
        assertThat(find("gyre")).isEqualTo(new Account("gyre", 990, 991, List.of(991, 110)));
        assertThat(find("gyre:tor"))
                .isEqualTo(new Account("gyre:tor", 990, 120, List.of(120, 110)));
        assertThat(find("1000:1001"))
                .isEqualTo(new Account("1000:1001", 1000, 1001, List.of(1001)));
    }

    @ParameterizedTest
    @CsvSource({
        "root, nothing would be given up",
        "0:5, nothing would be given up",
        "gyre:root, nothing would be given up",
        "nobody-here, no user of this machine",
        "broken, no user of this machine",
        "gyre:nobody-here, no group of this machine",
        "1000, is a number",
        "-1:5, no user of this machine",
        "4294967296:5, no user of this machine",
        "gyre:, no group of this machine",
    })
    void refuses(String text, String problem) {
        assertThatThrownBy(() -> find(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(problem);
    }
}
