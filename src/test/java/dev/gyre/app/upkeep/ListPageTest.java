package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gyre.egress.Egress;
import dev.gyre.egress.ListSource;
import dev.gyre.fetch.Fetched;
import dev.gyre.http.Fields;
import dev.gyre.http.ResponseDecoder;
import dev.gyre.http.ResponseHead;
import dev.gyre.testkit.Loopback;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

final class ListPageTest {

    private final List<Duration> timeouts = new ArrayList<>();
    private final AtomicLong time = new AtomicLong();

    /// From a server that takes so long for each answer, which sends elsewhere.
    private Optional<ListPage> fetch(Duration each) throws Exception {
        return ListPage.fetch(
                new ListSource.Url(
                        "https://lists.example/",
                        new Egress.Direct(Loopback.V4),
                        Duration.ofHours(1),
                        1000,
                        Optional.empty(),
                        ListSource.Reading.DEFAULT),
                Optional.empty(),
                errand -> {
                    timeouts.add(errand.timeout());
                    time.addAndGet(each.toNanos());
                    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(
                            new Fetched(
                                    302, elsewhere(), new byte[0], List.of(), Loopback.V4, 0, 0));
                },
                time::get);
    }

    private static Fields elsewhere() {
        ResponseDecoder decoder = new ResponseDecoder();
        decoder.expect("HEAD");
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n", US_ASCII));
        ResponseHead head = channel.readInbound();
        channel.finishAndReleaseAll();
        return head.fields();
    }

    @Test
    void redirectsHaveOneDeadlineTogether() {
        assertThatThrownBy(() -> fetch(Duration.ofSeconds(25)))
                .isInstanceOf(BadList.class)
                .hasMessage("could not be fetched: no answer in time");
        assertThat(timeouts)
                .containsExactly(
                        Duration.ofSeconds(60), Duration.ofSeconds(35), Duration.ofSeconds(10));
    }

    @Test
    void threeRedirectsAreFollowed() {
        assertThatThrownBy(() -> fetch(Duration.ofSeconds(1)))
                .isInstanceOf(BadList.class)
                .hasMessage("was redirected more than 3 times");
        assertThat(timeouts).hasSize(4);
    }
}
