package dev.gyre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;

final class BarTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void saysHowFarItIsHowFastAndForHowLongYet() {
        assertThat(Bar.line(0, 0, 300, 0))
                .isEqualTo("[..............................] 0/300  0 work  0/s");
        assertThat(Bar.line(100, 40, 300, 10 * SECOND))
                .isEqualTo("[##########....................] 100/300  40 work  10/s  20s left");
        assertThat(Bar.line(300, 40, 300, 10 * SECOND))
                .isEqualTo("[##############################] 300/300  40 work  30/s  0s left");
    }

    @Test
    void writesNothingWhereThereIsNoTerminal() {
        StringWriter written = new StringWriter();
        try (Bar bar = new Bar(new PrintWriter(written), false)) {
            bar.draw(10);
        }
        assertThat(written.toString()).isEmpty();
        try (Bar bar = new Bar(new PrintWriter(written), true)) {
            bar.draw(10);
        }
        assertThat(written.toString()).startsWith("\r").endsWith("\r\u001b[K");
    }
}
