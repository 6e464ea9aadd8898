package dev.gyre.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Grade;
import dev.gyre.http.Field;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

final class GradingTest {

    private static Grade grade(String value, String client) {
        return Grading.of(List.of(), List.of(new Field("X", value)), client);
    }

    @Test
    void eliteIsWhatSaysNothing() {
        assertThat(Grading.of(List.of(), List.of(new Field("Host", "h")), "127.1.2.3"))
                .isEqualTo(Grade.ELITE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Difference.Kind.class,
            names = {"ADDED", "PASSED", "VERSION"})
    void whatNoClientSaysTellsOfAProxy(Difference.Kind kind) {
        assertThat(Grading.of(List.of(new Difference(kind, "x")), List.of(), "127.1.2.3"))
                .isEqualTo(Grade.ANONYMOUS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Difference.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ADDED", "PASSED", "VERSION"})
    void whatIsOnlyWrittenOtherwiseDoesNot(Difference.Kind kind) {
        assertThat(Grading.of(List.of(new Difference(kind, "x")), List.of(), "127.1.2.3"))
                .isEqualTo(Grade.ELITE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.1.2.3         | 127.1.2.3 | TRANSPARENT",
                "10.0.0.1, 127.1.2.3 | 127.1.2.3 | TRANSPARENT",
                "for=127.1.2.3:4711 | 127.1.2.3 | TRANSPARENT",
                "nobody@127.1.2.3. | 127.1.2.3 | TRANSPARENT",
                "127.1.2.30        | 127.1.2.3 | ELITE",
                "1127.1.2.3        | 127.1.2.3 | ELITE",
                "127.1.2.3.4       | 127.1.2.3 | ELITE",
                "for=[::1]:80      | ::1       | TRANSPARENT",
                "2001::1           | ::1       | ELITE",
                "::1f              | ::1       | ELITE",
                "FD00::A           | fd00::a   | TRANSPARENT",
            })
    void theClientsAddressIsKnownWhereverItStands(String value, String client, Grade grade) {
        assertThat(grade(value, client)).isEqualTo(grade);
    }

    @Test
    void theGradeOfSeveralIsTheWorst() {
        assertThat(Grade.ELITE.or(Grade.ANONYMOUS)).isEqualTo(Grade.ANONYMOUS);
        assertThat(Grade.TRANSPARENT.or(Grade.ANONYMOUS)).isEqualTo(Grade.TRANSPARENT);
    }
}
