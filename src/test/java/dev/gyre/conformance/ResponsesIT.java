package dev.gyre.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a client is told of each answer of the tables, however it arrives.
final class ResponsesIT {

    private static ResponseRuns runs;

    static List<ResponseRow> rows() {
        return Stream.of(
                        ResponseRow.about("status line", StatusLineRows.rows()),
                        ResponseRow.about("end of body", BodyEndRows.rows()),
                        ResponseRow.about("cut", CutRows.rows()),
                        ResponseRow.about("interim", InterimRows.rows()),
                        ResponseRow.about("fields", AnswerFieldRows.rows()))
                .flatMap(Function.identity())
                .toList();
    }

    @BeforeAll
    static void askAll() throws Exception {
        runs = ResponseRuns.of(rows());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void whole(ResponseRow row) {
        runs.judge(row, AnswerForm.WHOLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void onAConnectionThatIsKept(ResponseRow row) {
        runs.judge(row, AnswerForm.KEPT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void octetByOctet(ResponseRow row) {
        runs.judge(row, AnswerForm.OCTETS);
    }

    @Test
    void connectionsAreKept() {
        assertThat(runs.kept())
                .as("or else nothing is shown about those that are")
                .isGreaterThan(40);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void readTheSameCutAnywhere(ResponseRow row) {
        String wire = Wire.text(row.answer(), "127.0.0.1:1");
        assertThat(Cuts.ofResponse(row.method(), wire))
                .as("%s: cuts that change what is read", row)
                .isEmpty();
    }
}
