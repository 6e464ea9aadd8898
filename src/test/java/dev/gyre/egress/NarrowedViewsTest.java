package dev.gyre.egress;

import static dev.gyre.egress.Entries.direct;
import static dev.gyre.egress.Entries.to;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

final class NarrowedViewsTest {

    private static final Kind KIND = new Kind(0, Labels.NONE, Reach.IPV4);

    private final NarrowedViews views = new NarrowedViews();

    /// Another view each time, of so many blocks.
    private static PoolView view(int blocks) {
        List<Block> all = new ArrayList<>();
        all.add(new Block.One(0, KIND, direct("192.0.2.1")));
        all.addAll(Collections.nCopies(blocks - 1, new Block.One(0, KIND, direct("192.0.2.2"))));
        return new PoolView(all);
    }

    private boolean has(String tag) {
        return views.find(Reach.ALL, to(tag)).isPresent();
    }

    private void keep(String tag, int blocks) {
        views.keep(Reach.ALL, to(tag), view(blocks));
    }

    @Test
    void areForgottenWhenTheyTakeTooMuchMemoryTogether() {
        int half = NarrowedViews.MOST_BLOCKS / 2;
        keep("small", 10);
        keep("first", half);
        keep("second", half - 10);
        assertThat(has("second") && has("small") && has("first")).isTrue();
        keep("another small", 1);
        assertThat(has("second")).isTrue();
        assertThat(has("small") != has("first")).as("one had to go").isTrue();
        keep("third", half);
        keep("fourth", half);
        assertThat(has("third")).isTrue();
        assertThat(has("fourth")).isTrue();
        assertThat(has("second")).isFalse();
    }

    @Test
    void aLargerOneIsKeptAlone() {
        keep("small", 10);
        keep("huge", NarrowedViews.MOST_BLOCKS + 1);
        assertThat(has("huge")).isTrue();
        assertThat(has("small")).isFalse();
        keep("small", 10);
        assertThat(has("huge")).isFalse();
        assertThat(has("small")).isTrue();
    }

    @Test
    void whatIsKeptTwiceForTheSameNarrowingCountsOnce() {
        PoolView first = view(NarrowedViews.MOST_BLOCKS / 2);
        for (int i = 0; i < 4; i++) {
            PoolView equal = i == 0 ? first : view(NarrowedViews.MOST_BLOCKS / 2);
            assertThat(views.keep(Reach.ALL, to("same"), equal)).isSameAs(first);
        }
        keep("other", NarrowedViews.MOST_BLOCKS / 2);
        assertThat(has("same")).isTrue();
        assertThat(has("other")).isTrue();
    }
}
