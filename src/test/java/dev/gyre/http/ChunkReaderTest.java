package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ChunkReaderTest {

    private static final String HEAD =
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String SHOWN =
            "PUT / 1.1 Host=a; Transfer-Encoding=chunked; Chunked[] keep\n";

    private static String read(String body) {
        byte[] bytes = Transcript.bytes(HEAD + body);
        String transcript = Transcript.ofRequests(HeadLimits.DEFAULT, List.of(bytes));
        assertThat(Transcript.ofRequests(HeadLimits.DEFAULT, Transcript.crumbs(bytes)))
                .as("octet by octet")
                .isEqualTo(transcript);
        if (bytes.length < 200) {
            for (int at = HEAD.length(); at < bytes.length; at++) {
                assertThat(Transcript.ofRequests(HeadLimits.DEFAULT, Transcript.cut(bytes, at)))
                        .as("cut at %d", at)
                        .isEqualTo(transcript);
            }
        }
        assertThat(transcript).startsWith(SHOWN);
        return transcript.substring(SHOWN.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\r\nabc\r\n0\r\n\r\n",
                "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",
                "0000000000000003\r\nabc\r\n0000\r\n\r\n",
                "3;a=b\r\nabc\r\n0;c\r\n\r\n",
                "3;a=\"b;\r c\"\r\nabc\r\n0\r\n\r\n",
                "3;\u00e9\tx\r\nabc\r\n0\r\nTrailer: x\r\nAnother:\t\u00e9\r\n\r\n",
            })
    void takesTheFramingOff(String body) {
        assertThat(read(body.replace("\r c", " c"))).isEqualTo("data abc\nend\n");
    }

    @Test
    void readsDigitsOfBothCases() {
        assertThat(read("aB\r\n" + "x".repeat(0xab) + "\r\n0\r\n\r\n"))
                .isEqualTo("data " + "x".repeat(0xab) + "\nend\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x\r\n",
                "+3\r\nabc\r\n",
                "-3\r\nabc\r\n",
                " 3\r\nabc\r\n",
                "3 \r\nabc\r\n",
                "3 ;a\r\nabc\r\n",
                "\t3\r\nabc\r\n",
                "0x3\r\nabc\r\n",
                "1_0\r\nabc\r\n",
                ";a\r\n",
                "3\nabc\r\n",
                "3\r\r\n",
                "3;a\nabc\r\n",
                "3;a\rb\r\nabc\r\n",
                "3;a\u0000\r\nabc\r\n",
                "3;a=\"\n\"\r\nabc\r\n",
                "\u00b2\r\nab\r\n",
                "00000000000000003\r\nabc\r\n",
                "8000000000000000\r\nabc\r\n",
                "ffffffffffffffff\r\nabc\r\n",
                "10000000000000003\r\nabc\r\n",
                "0\r\n\n",
                "0\r\n\r\r\n",
                "0\r\nTrailer\r\n\r\n",
                "0\r\nTrailer : x\r\n\r\n",
                "0\r\n Trailer: x\r\n\r\n",
                "0\r\n: x\r\n\r\n",
                "0\r\nTrailer: x\r\n y\r\n\r\n",
                "0\r\nTrailer: x\u0000\r\n\r\n",
                "0\r\nTrailer: x\ny\r\n\r\n",
                "0\r\nTrailer: x\ry\r\n\r\n",
            })
    void refusesOtherFraming(String body) {
        assertThat(read(body)).isEqualTo("bad 400\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcd\r\n", "abc\n", "abc\r\r", "abc0\r\n\r\n", "abc \r\n"})
    void wantsCrlfBehindTheData(String data) {
        assertThat(read("3\r\n" + data)).isEqualTo("data abc\nbad 400\n");
    }

    @Test
    void takesTheLargestSize() {
        assertThat(read("7fffffffffffffff\r\nabc")).isEqualTo("data abc\ntruncated\n");
    }

    @Test
    void boundsChunkLines() {
        assertThat(read("3;" + "x".repeat(1021) + "\r\nabc\r\n0\r\n\r\n"))
                .isEqualTo("data abc\nend\n");
        assertThat(read("3;" + "x".repeat(1022) + "\r\nabc\r\n0\r\n\r\n")).isEqualTo("bad 400\n");
        assertThat(read("3;" + "x".repeat(5000))).isEqualTo("bad 400\n");
    }

    @Test
    void boundsTrailers() {
        assertThat(read("0\r\nT: " + "x".repeat(8000) + "\r\n\r\n")).isEqualTo("end\n");
        assertThat(read("0\r\nT: " + "x".repeat(8190) + "\r\n\r\n")).isEqualTo("bad 431\n");
        assertThat(read("0\r\n" + "T: x\r\n".repeat(2000) + "\r\n")).isEqualTo("bad 431\n");
    }

    @Test
    void boundsWhatExtensionsCost() {
        String chunk = "1;" + "x".repeat(1000) + "\r\na\r\n";
        assertThat(read(chunk.repeat(70) + "0\r\n\r\n")).endsWith("bad 400\n");
        assertThat(read("1\r\na\r\n".repeat(2000) + "0\r\n\r\n")).endsWith("a\nend\n");
    }

    @Test
    void readsEachBodyOfAConnectionAnew() {
        String request = HEAD + "1;x\r\na\r\n0\r\nT: x\r\n\r\n";
        assertThat(Transcript.ofRequest(request.repeat(3)))
                .isEqualTo((SHOWN + "data a\nend\n").repeat(3));
    }
}
