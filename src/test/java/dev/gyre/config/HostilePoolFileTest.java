package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

class HostilePoolFileTest {

    private static final byte[] FULL = PoolFileTest.FULL.getBytes(StandardCharsets.UTF_8);

    @Test
    void readsOrRefusesEveryTruncation() {
        for (int length = 0; length < FULL.length; length++) {
            settingsOrReport(Arrays.copyOf(FULL, length));
        }
    }

    @Test
    void readsOrRefusesFlippedBytes() {
        Random random = new Random(20260726);
        for (int i = 0; i < 2_000; i++) {
            byte[] flipped = FULL.clone();
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
            settingsOrReport(flipped);
        }
    }

    @Test
    void showsNoSecretWhicheverCharacterOfItsUrlIsBroken() {
        String url = "socks5h://user:s3cr3t-w0rd@hop.example:1080";
        int start = PoolFileTest.FULL.indexOf(url);
        for (int place = 0; place < url.length(); place++) {
            for (int octet = 0; octet < 256; octet++) {
                byte[] flipped = FULL.clone();
                flipped[start + place] = (byte) octet;
                settingsOrReport(flipped);
            }
        }
    }

    @Test
    void readsOrRefusesNoise() {
        Random random = new Random(7);
        String alphabet = "&*[]{}:,-#|>!%@`'\"?\n \t0a~$";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder noise = new StringBuilder();
            for (int j = random.nextInt(60); j > 0; j--) {
                noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            settingsOrReport(noise.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void refusesDeepNestingAtOnce() {
        assertThat(settingsOrReport("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8)))
                .contains("nested deeper than 50 levels");
        assertThat(settingsOrReport("- ".repeat(200_000).getBytes(StandardCharsets.UTF_8)))
                .contains("nested deeper than 50 levels");
    }

    @Test
    void refusesAliasBombs() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(settingsOrReport(bomb.toString().getBytes(StandardCharsets.UTF_8)))
                .contains("more than 50 aliases");
    }

    @Test
    void boundsWhatAliasesStandFor() {
        StringBuilder file = new StringBuilder("egress:\n  - chain: &c [");
        file.append("http://a,".repeat(200_000)).append("http://a]\n");
        file.append("  - chain: *c\n".repeat(40));
        assertThat(settingsOrReport(file.toString().getBytes(StandardCharsets.UTF_8)))
                .contains("too many values");
    }

    @Test
    void keepsTheReportOfAFileOfNothingButProblemsShort() {
        String report = settingsOrReport("- x\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        assertThat(report).contains("a pool file must be a mapping");
        String many = "egress: [" + "x,".repeat(100_000) + "x]";
        assertThat(settingsOrReport(many.getBytes(StandardCharsets.UTF_8)))
                .endsWith("More than 1000 errors. The proxy did not start.")
                .hasSizeLessThan(400_000);
    }

    /// The report, or nothing when the settings could be read.
    private static String settingsOrReport(byte[] content) {
        try {
            PoolFile file = PoolFile.parse("egress-pool.yml", content, PoolFileTest::environment);
            assertThat(file.egress()).isNotEmpty();
            return "";
        } catch (ConfigException refused) {
            String report = refused.report();
            assertThat(report).endsWith("The proxy did not start.");
            assertThat(report)
                    .doesNotContain("s3cr3t-w0rd")
                    .doesNotContain("p@ss:w/rd")
                    .doesNotContain("hunter2");
            return report;
        }
    }
}
