package dev.gyre.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// What becomes of each request of the tables, however it arrives. All are sent first; then the proxy is stopped, so that what
/// the targets saw is all that they will ever see, and judged.
final class RequestsIT {

    private static RequestRuns runs;

    static List<RequestRow> rows() {
        return Stream.of(
                        RequestRow.about("request line", RequestLineRows.rows()),
                        RequestRow.about("method", MethodRows.rows()),
                        RequestRow.about("target", TargetFormRows.rows()),
                        RequestRow.about("Host", HostRows.rows()),
                        RequestRow.about("Content-Length", LengthRows.rows()),
                        RequestRow.about("Transfer-Encoding", CodingRows.rows()),
                        RequestRow.about("chunks", ChunkRows.rows()),
                        RequestRow.about("trailers", TrailerRows.rows()),
                        RequestRow.about("field lines", FieldRows.rows()),
                        RequestRow.about("fields", PassedFieldRows.rows()),
                        RequestRow.about("Connection", ConnectionRows.rows()),
                        RequestRow.about("CONNECT", ConnectRows.rows()),
                        RequestRow.about("one hop", OneHopRows.rows()))
                .flatMap(Function.identity())
                .toList();
    }

    @BeforeAll
    static void sendAll() throws Exception {
        runs = RequestRuns.of(rows());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void whole(RequestRow row) throws Exception {
        runs.judge(row, RequestForm.WHOLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void octetByOctet(RequestRow row) throws Exception {
        runs.judge(row, RequestForm.OCTETS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void behindAGoodOne(RequestRow row) throws Exception {
        runs.judge(row, RequestForm.BEHIND);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void readTheSameCutAnywhere(RequestRow row) {
        String wire = Wire.text(row.wire() + RequestForm.MARKER, "127.0.0.1:1");
        assertThat(Cuts.ofRequest(wire)).as("%s: pieces that read otherwise", row).isEmpty();
    }
}
