package dev.gyre.inbound.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;

import org.junit.jupiter.api.Test;

import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

final class DefectsTest {

    private final List<String> told = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Defects defects = new Defects(told::add, now::get);

    @Test
    void anErrorIsTold() {
        defects.ends(new OutOfMemoryError("Java heap space"));
        assertThat(told)
                .containsExactly(
                        "a connection was ended by java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void whatAClientSaidIsNotTold() {
        defects.ends(new IllegalArgumentException("secret.example"));
        assertThat(told)
                .singleElement()
                .asString()
                .contains("DefectsTest")
                .doesNotContain("secret");
    }

    @Test
    void whatNetworksDoIsNot() {
        defects.ends(new SocketException("Connection reset"));
        defects.ends(new DecoderException("not an SSL/TLS record"));
        assertThat(told).isEmpty();
    }

    @Test
    void manyAreToldOnceASecond() {
        for (int i = 0; i < 30; i++) {
            defects.ends(new IllegalStateException("odd"));
            now.addAndGet(Duration.ofMillis(100).toNanos());
        }
        assertThat(told).hasSize(3);
    }
}
