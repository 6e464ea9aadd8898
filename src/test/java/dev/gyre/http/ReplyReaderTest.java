package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

/// Replies as HTTP/1.1 has them, taken apart: whole, and cut at every octet.
final class ReplyReaderTest {

    /// Writes down what it gets, pieces of a body as one.
    private static final class Notes implements ReplyReader.Parts {
        private final StringBuilder notes = new StringBuilder();

        @Override
        public void head(ResponseHead head, boolean last) {
            notes.append('[').append(head.status()).append(last ? " last]" : "]");
        }

        @Override
        public void data(ByteBuf data, boolean last) {
            notes.append(data.toString(StandardCharsets.US_ASCII)).append(last ? "." : "");
            data.release();
        }
    }

    private static String read(String method, String... pieces) {
        Notes notes = new Notes();
        ReplyReader reader = new ReplyReader(method, HeadLimits.DEFAULT, notes);
        for (String piece : pieces) {
            reader.read(Unpooled.copiedBuffer(piece, StandardCharsets.US_ASCII));
        }
        reader.release();
        return notes.notes.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "GET|HTTP/1.1 200 OK~Content-Length: 3~~abc|[200]abc.",
                "GET|HTTP/1.1 200 OK~Content-Length: 3~~abcHTTP/1.1 200 OK~~|[200]abc.",
                "GET|HTTP/1.1 204 No~~|[204 last]",
                "GET|HTTP/1.1 200 OK~Content-Length: 0~~|[200 last]",
                "HEAD|HTTP/1.1 200 OK~Content-Length: 3~~|[200 last]",
                "GET|HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~2~de~0~~|[200]abcde.",
                "GET|HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 1~~a|[100][200]a.",
                "GET|HTTP/1.1 200 OK~~abc|[200]abc",
                "CONNECT|HTTP/1.1 200 Connection established~~abc|[200]abc",
                "CONNECT|HTTP/1.1 403 Forbidden~Content-Length: 2~~no|[403]no.",
            })
    void areTakenApart(String method, String written, String parts) {
        String octets = written.replace("~", "\r\n");
        assertThat(read(method, octets)).isEqualTo(parts);
        assertThat(read(method, octets.split(""))).isEqualTo(parts);
        for (int i = 1; i < octets.length(); i++) {
            assertThat(read(method, octets.substring(0, i), octets.substring(i)))
                    .as("cut at %s", i)
                    .isEqualTo(parts);
        }
    }
}
