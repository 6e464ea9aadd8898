package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Hop;
import dev.gyre.egress.ListSource;
import dev.gyre.egress.Supply;
import dev.gyre.lists.ListText;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Who looks up the names behind a hop.
final class ResolveKeyTest {

    private static final String FILE =
            """
            egress:
              - proxy: socks5h://a.example
              - {proxy: "socks5h://a.example", resolve: through}
              - {proxy: "socks5h://b.example", resolve: hop}
              - {proxy: "socks5://c.example", resolve: through}
              - {chain: ["http://d.example", "https://e.example"], resolve: through}
              - {chain: [{proxy: "socks4a://f.example", resolve: through}, "http://g.example"]}
              - {tor: "127.0.0.1:9050", resolve: through}
              - {gateway: "http://{session}:x@h.example", sessions: 2, resolve: through}
              - {file: proxies.txt, resolve: through}
            """;

    @TempDir private Path folder;

    private PoolFile read(String text) throws ConfigException {
        return PoolFile.parse(
                folder.resolve("egress-pool.yml").toString(),
                text.getBytes(StandardCharsets.UTF_8),
                _ -> Optional.empty());
    }

    private static List<Boolean> resolve(List<Hop> hops) {
        return hops.stream().map(Hop::resolvesNames).toList();
    }

    private static List<Hop> hops(EgressEntry entry) {
        return ((EgressEntry.Through) entry).hops();
    }

    @Test
    void isReadPrintedAndKeptApart() throws Exception {
        String lines = "http://i.example:1\nsocks5://j.example:2\nhttp://i.example:1\n";
        Files.writeString(folder.resolve("proxies.txt"), lines);
        PoolFile file = read(FILE);
        List<EgressEntry> entries = file.egress();
        assertThat(resolve(hops(entries.get(0)))).containsExactly(true);
        assertThat(resolve(hops(entries.get(1)))).containsExactly(false);
        assertThat(resolve(hops(entries.get(2)))).containsExactly(true);
        assertThat(resolve(hops(entries.get(3)))).containsExactly(false);
        assertThat(resolve(hops(entries.get(4)))).containsExactly(true, false);
        assertThat(resolve(hops(entries.get(5)))).containsExactly(false, true);
        assertThat(((EgressEntry.Tor) entries.get(6)).hop().resolvesNames()).isFalse();
        assertThat(((EgressEntry.Gateway) entries.get(7)).template().hop().resolvesNames())
                .isFalse();
        ListSource list = ((EgressEntry.Listing) entries.get(8)).source();
        List<EgressEntry> listed =
                ListText.parse("list", lines, list, entries.get(8).labels()).entries();
        assertThat(listed).hasSize(2).allMatch(entry -> !hops(entry).getFirst().resolvesNames());
        assertThat(EntryLines.of(listed.getFirst()))
                .isEqualTo("  - {proxy: 'http://i.example:1', resolve: through}\n");

        String printed =
                EffectiveSettings.print(file, Collections.nCopies(entries.size(), BigInteger.ONE));
        assertThat(printed)
                .contains(
                        "  - proxy: 'socks5h://a.example:1080'  #",
                        "  - {proxy: 'socks5h://a.example:1080', resolve: through}  #",
                        "  - proxy: 'socks5://c.example:1080'  #",
                        "  - chain: ['http://d.example:8080', {proxy:"
                                + " 'https://e.example:443', resolve: through}]  #",
                        "  - {tor: '127.0.0.1:9050', resolve: through}  #",
                        ", sessions: 2}  #",
                        ", bad-lines: skip, resolve: through}  #");
        // Whose user name is the session's has no masked part that could not be read again.
        assertThat(read(printed).egress().subList(0, 7)).isEqualTo(entries.subList(0, 7));
    }

    @Test
    void aWayOnWhichOthersAreAskedIsAnotherWay() throws Exception {
        Files.writeString(folder.resolve("proxies.txt"), "http://i.example:1\n");
        List<EgressEntry> entries = read(FILE).egress();
        Egress one = new Egress.Chain(hops(entries.get(0)));
        Egress other = new Egress.Chain(hops(entries.get(1)));
        assertThat(one).isNotEqualTo(other);
        EgressIds ids = new EgressIds(Secret.random());
        assertThat(ids.of(one)).isNotEqualTo(ids.of(other));
        assertThat(other).hasToString("socks5h://a.example:1080 (resolve: through)");
        EgressPool pool = EgressPool.of(entries.subList(0, 8), Supply.of(_ -> List.of()));
        assertThat(pool.size()).isEqualTo(9);
        for (EgressEntry each : List.of(entries.get(6), entries.get(7))) {
            EgressPool its = EgressPool.of(List.of(each), Supply.of(_ -> List.of()));
            Egress.Chain chain = (Egress.Chain) its.parts().getFirst().first();
            assertThat(resolve(chain.hops())).containsExactly(false);
            assertThat(its.contains(chain)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{proxy: 'socks5://a.example', resolve: hop}|1:40: error: socks5 takes addresses"
                        + " only; for 'resolve: hop' write socks5h://",
                "{proxy: 'socks4://a.example', resolve: hop}|1:40: error: socks4 takes addresses"
                        + " only; for 'resolve: hop' write socks4a://",
                "{proxy: 'http://a.example', resolve: trough}|1:47: error: resolve has an unknown"
                        + " value: trough; did you mean 'through'?",
                "{interface: any, resolve: hop}|1:27: error: unknown key 'resolve'",
                "{chain: ['http://a.example', 'socks5://b.example'], resolve: hop}|1:62: error:"
                        + " socks5 takes addresses only"
            })
    void saysWhatIsWrong(String entry, String message) {
        assertThatThrownBy(() -> read("egress: [" + entry + "]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("\n1 error.");
    }
}
