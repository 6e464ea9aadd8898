package dev.gyre.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HedgeBudgetTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "10, 1", "11, 2", "100, 10"})
    void isOneForEachTenAttemptsOrLess(int attempts, int most) {
        HedgeBudget budget = new HedgeBudget();
        for (int i = 0; i < attempts; i++) {
            budget.attemptBegins();
        }
        for (int i = 0; i < most; i++) {
            assertThat(budget.take()).isTrue();
        }
        assertThat(budget.take()).isFalse();
        assertThat(budget.hedges()).isEqualTo(most);
        if (most > 0) {
            budget.giveBack();
            assertThat(budget.take()).isTrue();
        }
        for (int i = 0; i < most; i++) {
            budget.giveBack();
        }
        for (int i = 0; i < attempts; i++) {
            budget.attemptEnds();
        }
        assertThat(budget.take()).as("nothing is under way").isFalse();
    }
}
