package dev.gyre.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.audit.Finding.Kind;
import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Target;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an address that a target saw comes to.
final class VisitorTest {

    private static final String CLIENT = "127.99.1.1";
    private static final Subject DIRECT =
            new Subject.Sources(
                    "source 127.0.5.1-127.0.5.9",
                    List.of(
                            new AddressRange(
                                    Loopback.address("127.0.5.1"), Loopback.address("127.0.5.9"))));
    private static final Hop HOP =
            new Hop(HopScheme.HTTP, Target.parse("127.0.0.1:3128").orElseThrow(), Optional.empty());

    private final Evidence evidence = new Evidence();

    private Row judged(Subject subject, String egress, String seen) {
        new Visitor(
                        new InetSocketAddress(Loopback.V4, 1),
                        Loopback.address(CLIENT),
                        Duration.ofSeconds(1),
                        false,
                        subject,
                        Told.by(HeaderSettings.DEFAULT),
                        new Recorder(),
                        evidence)
                .judgeAddress(egress, Loopback.address(seen));
        return evidence.row("l", "e", Way.HTTP, false);
    }

    @Test
    void theChosenOneIsRight() {
        Row row = judged(DIRECT, "127.0.5.3", "127.0.5.3");
        assertThat(row.findings()).isEmpty();
        assertThat(row.saw()).containsExactly("127.0.5.3");
    }

    @Test
    void anotherIsNot() {
        assertThat(judged(DIRECT, "127.0.5.3", "127.0.5.4").findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.ADDRESS);
                    assertThat(finding.sentence()).contains("127.0.5.4").contains("127.0.5.3");
                });
    }

    @Test
    void norIsOneThatTheEntryDoesNotStandFor() {
        assertThat(judged(DIRECT, "127.0.6.1", "127.0.6.1").verdict()).isEqualTo(Verdict.LEAKS);
    }

    @Test
    void theClientsOwnTellsEverything() {
        Row row = judged(DIRECT, "127.0.5.3", CLIENT);
        assertThat(row.grade()).contains(Grade.TRANSPARENT);
        assertThat(row.verdict()).isEqualTo(Verdict.LEAKS);
    }

    @Test
    void aHopLeavesByAnyAddressButTheClients() {
        Subject chain =
                new Subject.Chain(
                        HOP.toString(), new EgressEntry.Through(List.of(HOP)), List.of(HOP));
        assertThat(judged(chain, HOP.toString(), "127.0.0.1").findings()).isEmpty();
        assertThat(judged(chain, HOP.toString(), CLIENT).grade()).contains(Grade.TRANSPARENT);
        assertThat(judged(chain, "127.0.0.1", "127.0.0.1").findings()).isNotEmpty();
    }

    @Test
    void twoSessionsOnOneConnectionAreFound() {
        evidence.cameBy("http 1", 0);
        evidence.cameBy("http 1", 0);
        evidence.cameBy("http 2", 1);
        assertThat(evidence.row("l", "e", Way.HTTP, false).sessions()).isEqualTo(Sessions.APART);
        evidence.cameBy("http 1", 2);
        assertThat(evidence.row("l", "e", Way.HTTP, false).sessions()).isEqualTo(Sessions.SHARED);
        assertThat(evidence.row("l", "e", Way.HTTP, false).verdict()).isEqualTo(Verdict.LEAKS);
    }
}
