package dev.gyre.access.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gyre.net.Host;

import org.junit.jupiter.api.Test;

import java.util.List;

final class BlockingTest {

    private final DomainLists lists =
            new DomainLists(
                    List.of(
                            list("ads", "ads.example\ntracker.example"),
                            list("mine", "good.ads.example"),
                            list("work", ".example\n192.0.2.0/24")));

    private static DomainList list(String name, String text) {
        try {
            return DomainList.read(name, text.getBytes(UTF_8));
        } catch (UnusableList unusable) {
            throw new AssertionError(unusable);
        }
    }

    private static Host host(String text) {
        return Host.parse(text).orElseThrow();
    }

    private Blocking blocking(List<String> block, List<String> allow, List<String> only) {
        return new Blocking(lists, new BlockingSettings(block, allow, only));
    }

    @Test
    void blocksNothingUnlessToldSo() {
        assertThat(Blocking.NONE.isNone()).isTrue();
        assertThat(Blocking.NONE.refusal(host("ads.example"))).isEmpty();
        assertThat(blocking(List.of(), List.of("mine"), List.of()).isNone()).isTrue();
    }

    @Test
    void saysByWhichLine() {
        Blocking blocking = blocking(List.of("work", "ads"), List.of(), List.of());
        assertThat(blocking.refusal(host("www.tracker.example"))).contains("list 'work', line 1");
        assertThat(blocking(List.of("ads"), List.of(), List.of()).refusal(host("TRACKER.example.")))
                .contains("list 'ads', line 2");
        assertThat(blocking.refusal(host("other.test"))).isEmpty();
    }

    @Test
    void neverBlocksWhatIsAllowed() {
        Blocking blocking = blocking(List.of("ads"), List.of("mine"), List.of());
        assertThat(blocking.refusal(host("x.good.ads.example"))).isEmpty();
        assertThat(blocking.refusal(host("ads.example"))).isPresent();
    }

    @Test
    void letsThroughOnlyWhatIsListed() {
        Blocking blocking = blocking(List.of("ads"), List.of("mine"), List.of("work", "mine"));
        assertThat(blocking.refusal(host("www.example"))).isEmpty();
        assertThat(blocking.refusal(host("192.0.2.7"))).isEmpty();
        assertThat(blocking.refusal(host("0xc0000207"))).isEmpty();
        assertThat(blocking.refusal(host("other.test"))).contains("in no list of 'work', 'mine'");
        assertThat(blocking.refusal(host("198.51.100.1"))).isPresent();
        assertThat(blocking.refusal(host("ads.example"))).contains("list 'ads', line 1");
    }

    @Test
    void knowsItsListsByName() {
        assertThat(lists.lists("ads", host("ads.example"))).isTrue();
        assertThat(lists.lists("mine", host("ads.example"))).isFalse();
        assertThat(lists.find("ads", host("a.ads.example"))).contains(new Hit("ads", 1));
        assertThatThrownBy(() -> lists.lists("none", host("ads.example")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
