package dev.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.config.ConfigException;
import dev.gyre.config.EffectiveSettings;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Narrowing;
import dev.gyre.egress.Reach;
import dev.gyre.net.Addresses;
import dev.gyre.testkit.CountryMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists and countries on their way from files into a pool.
final class SuppliesTest {

    @TempDir private Path directory;
    private final List<String> notices = new ArrayList<>();

    private PoolFile file(String yaml) throws ConfigException {
        return PoolFile.parse(
                directory.resolve("egress-pool.yml").toString(),
                yaml.getBytes(StandardCharsets.UTF_8),
                _ -> Optional.empty());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private EgressPool pool(PoolFile file) throws IOException {
        return EgressPool.of(file.egress(), Supplies.of(file, notices::add));
    }

    private static long in(EgressPool pool, String country) {
        return pool.view(Reach.ALL, new Narrowing(Set.of(), Optional.of(country), Optional.empty()))
                .size();
    }

    @Test
    void aListIsPartOfThePoolWithTheLabelsOfItsEntry() throws Exception {
        write("proxies.txt", "a.example:1\nb.example:2:me:hunter2\nvmess://x\n127.0.5.0/30\n");
        EgressPool pool =
                pool(
                        file(
                                "egress: [{file: proxies.txt, country: de, weight: 3}, {source:"
                                        + " 127.0.5.1}]"));
        assertThat(pool.size()).isEqualTo(6);
        assertThat(in(pool, "de")).isEqualTo(6);
        assertThat(pool.rows()).allMatch(row -> row.labels().weight() == 3 && row.entry() == 0);
        assertThat(notices)
                .containsExactly(
                        directory.resolve("proxies.txt")
                                + ":3: is of the protocol vmess, which is neither HTTP nor SOCKS;"
                                + " passed over");
    }

    @Test
    void eachBadLineIsToldOnceThoughTwoEntriesHaveTheList() throws Exception {
        write("proxies.txt", "a:1\nbad\n");
        PoolFile file =
                file(
                        "egress: [{file: proxies.txt}, {file: proxies.txt, scheme: socks5, group:"
                                + " g}]");
        assertThat(pool(file).size()).isEqualTo(2);
        assertThat(notices).hasSize(1);
    }

    @Test
    void aListThatIsGoneIsToldOfAndLeavesTheOthers() throws Exception {
        write("proxies.txt", "a:1\n");
        write("strict.txt", "b:1\n");
        PoolFile file =
                file(
                        "egress: [{file: proxies.txt}, {file: strict.txt, bad-lines: fail},"
                                + " {source: 127.0.5.1}]");
        Files.delete(directory.resolve("proxies.txt"));
        write("strict.txt", "b:1\nbad\n");
        assertThat(pool(file).size()).isOne();
        assertThat(notices)
                .containsExactly(
                        directory.resolve("proxies.txt") + " cannot be used, there is no such file",
                        directory.resolve("strict.txt")
                                + " has a bad line, so that nothing of it is used",
                        directory.resolve("strict.txt") + ":2: needs a port from 1 to 65535");
    }

    @Test
    void aListFromElsewhereIsItsLastCopyUntilItIsFetched() throws Exception {
        String entry =
                "{url: 'https://lists.example/download?token=hunter2', via: 127.0.0.1, copy:"
                        + " kept.txt}";
        PoolFile file = file("egress: [" + entry + "]");
        assertThat(pool(file).size()).isZero();
        assertThat(notices)
                .containsExactly(
                        directory.resolve("kept.txt") + " cannot be used, there is no such file");
        write("kept.txt", "a:1\n127.0.5.1\n");
        assertThat(pool(file).size()).isOne();
        assertThat(String.join("\n", notices))
                .contains("https://lists.example/***:2: is an address of this machine")
                .doesNotContain("hunter2");
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE)))
                .contains(
                        "url: 'https://lists.example/***', via: '127.0.0.1', interval: 1h, limit:"
                                + " 8MiB, copy: '"
                                + directory.resolve("kept.txt")
                                + "', scheme: http, bad-lines: skip")
                .doesNotContain("hunter2");
    }

    @Test
    void aMapOfCountriesServesWhereNoneIsGiven() throws Exception {
        new CountryMap()
                .add("192.0.2.0/25", "DE")
                .add("192.0.2.128/25", "FR")
                .add("2001:db8:1::/48", "JP")
                .write(directory.resolve("countries.mmdb"));
        write(
                "proxies.txt",
                "192.0.2.1:80\n"
                        + "192.0.2.200:80\n"
                        + "[2001:db8:1::5]:80\n"
                        + "198.51.100.1:80\n"
                        + "hop.example:80\n");
        PoolFile file =
                file(
                        "countries: countries.mmdb\n"
                                + "egress: [{file: proxies.txt}, {proxy: 'http://192.0.2.9:80',"
                                + " country: us}]");
        EgressPool pool = pool(file);
        assertThat(pool.size()).isEqualTo(6);
        assertThat(in(pool, "de")).isOne();
        assertThat(in(pool, "fr")).isOne();
        assertThat(in(pool, "jp")).isOne();
        assertThat(in(pool, "us")).as("what the file says is stronger").isOne();
        assertThat(notices).isEmpty();
        Supplies supplies = Supplies.of(file, notices::add);
        assertThat(supplies.country(Addresses.parse("192.0.2.127").orElseThrow())).contains("de");
        assertThat(supplies.country(Addresses.parse("192.0.2.128").orElseThrow())).contains("fr");
        assertThat(supplies.country(Addresses.parse("192.0.3.0").orElseThrow())).isEmpty();
        assertThat(supplies.country(Addresses.parse("2001:db8:2::").orElseThrow())).isEmpty();
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE, BigInteger.ONE)))
                .contains("countries: '" + directory.resolve("countries.mmdb") + "'\n");
    }

    @Test
    void aMapOfCountriesThatBrokeIsAnErrorAtTheStart() throws Exception {
        Path map = new CountryMap().add("192.0.2.0/25", "DE").write(directory.resolve("c.mmdb"));
        PoolFile file = file("countries: c.mmdb\negress: [{source: 127.0.5.1}]");
        Files.writeString(map, "something else");
        assertThatThrownBy(() -> Supplies.of(file, notices::add))
                .isInstanceOf(IOException.class)
                .hasMessage("countries: " + map + " is no MaxMind file");
        assertThatThrownBy(() -> file("countries: c.mmdb\negress: [{source: 127.0.5.1}]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("egress-pool.yml:1:12: error: countries is no MaxMind file");
    }

    @Test
    void theSameListTwiceIsReadOnce() throws Exception {
        write("proxies.txt", "a:1\n");
        PoolFile file = file("egress: [{file: proxies.txt}]");
        Supplies supplies = Supplies.of(file, notices::add);
        EgressEntry.Listing listing = (EgressEntry.Listing) file.egress().getFirst();
        List<EgressEntry> before = supplies.listed(listing);
        Files.delete(directory.resolve("proxies.txt"));
        assertThat(supplies.listed(listing)).isSameAs(before);
        assertThat(notices).isEmpty();
    }
}
