package dev.gyre.inbound.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/// Requests of HTTP/2 as HTTP/1.1 has them, and those that neither has.
final class StreamRequestTest {

    private static Http2Headers headers(String row) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (String line : row.split(";")) {
            int equals = line.indexOf('=');
            headers.add(
                    line.substring(0, equals).strip().replace("\\s", " ").replace("\\n", "\n"),
                    line.substring(equals + 1)
                            .strip()
                            .replace("\\s", " ")
                            .replace("\\r", "\r")
                            .replace("\\n", "\n")
                            .replace("\\0", "\0"));
        }
        return headers;
    }

    private static Optional<String> head(String row, boolean whole) {
        return StreamRequest.of(headers(row), whole).map(StreamRequest::head);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":method=GET; :scheme=http; :authority=a.test:81; :path=/x?y"
                        + " | GET http://a.test:81/x?y HTTP/1.1/Host: a.test:81/",
                ":method=GET; :scheme=http; :path=/; host=a.test"
                        + " | GET http://a.test/ HTTP/1.1/Host: a.test/",
                ":method=OPTIONS; :scheme=http; :authority=a.test; :path=*"
                        + " | OPTIONS http://a.test HTTP/1.1/Host: a.test/",
                ":method=CONNECT; :authority=a.test:443; user-agent=x"
                        + " | CONNECT a.test:443 HTTP/1.1/Host: a.test:443/User-Agent: x/",
                ":method=GET; :scheme=http; :authority=a; :path=/; cookie=a=b; sec-ch-ua=x;"
                        + " cookie=c=d; dnt=1; te=trailers; sec-fetch-site=none"
                        + " | GET http://a/ HTTP/1.1/Host: a/Cookie: a=b. c=d/sec-ch-ua: x/DNT: 1"
                        + "/Sec-Fetch-Site: none/",
                ":method=GET; :scheme=http; :authority=a; :path=/; priority=u=1;"
                        + " user-agent=x Chrome/1; a=b"
                        + " | GET http://a/ HTTP/1.1/Host: a/Connection: keep-alive"
                        + "/User-Agent: x Chrome/1/A: b/",
                ":method=GET; :scheme=http; :authority=a; :path=/;"
                        + " user-agent=x Firefox/1; accept-encoding=x; a=b"
                        + " | GET http://a/ HTTP/1.1/Host: a/User-Agent: x Firefox/1"
                        + "/Accept-Encoding: x/Connection: keep-alive/A: b/",
                ":method=GET; :scheme=https; :authority=a; :path=/"
                        + " | GET https://a/ HTTP/1.1/Host: a/",
            })
    void areAskedAsInHttp1(String row, String lines) {
        assertThat(head(row, true))
                .hasValueSatisfying(head ->
                        assertThat(head.replace("; ", ". ").replace("\r\n", "/"))
                                .isEqualTo(lines + "/"));
    }

    @Test
    void contentOfUnknownLengthIsSentInChunks() {
        String post = ":method=POST; :scheme=http; :authority=a; :path=/";
        assertThat(head(post, false))
                .hasValueSatisfying(
                        head -> assertThat(head).contains("\r\nTransfer-Encoding: chunked\r\n"));
        assertThat(head(post + "; content-length=3", false))
                .hasValueSatisfying(head ->
                        assertThat(head)
                                .contains("\r\nContent-Length: 3\r\n")
                                .doesNotContain("chunked"));
        assertThat(head(post, true))
                .hasValueSatisfying(head -> assertThat(head).doesNotContain("chunked"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":method=GET; :scheme=http; :path=/",
                ":method=GET; :authority=a; :path=/",
                ":method=GET; :scheme=http; :authority=a",
                ":scheme=http; :authority=a; :path=/",
                ":method=GET; :method=GET; :scheme=http; :authority=a; :path=/",
                ":method=GET; :scheme=http; :authority=a; :authority=b; :path=/",
                ":method=GET; :scheme=http; :authority=a; :path=/; :path=/b",
                ":method=GET; :scheme=http; :authority=a; :path=/; :status=200",
                ":method=GET; :scheme=http; :authority=a; :path=/; host=b",
                ":method=GET; :scheme=http; :authority=a; :path=/; host=a; host=a",
                ":method=GET; :scheme=http; :authority=a; :path=x",
                ":method=GET; :scheme=http; :authority=a; :path=*",
                ":method=GET; :scheme=http; :authority=a; :path=/\\s",
                ":method=GET; :scheme=http; :authority=a; :path=/x\\sHTTP/1.1\\r\\nX:y",
                ":method=GET\\s/; :scheme=http; :authority=a; :path=/",
                ":method=GET; :scheme=http://b/; :authority=a; :path=/",
                ":method=GET; :scheme=http; :authority=a\\r\\nx:y; :path=/",
                ":method=GET; :scheme=http; :authority=a; :path=/; x=y\\r\\nz:1",
                ":method=GET; :scheme=http; :authority=a; :path=/; x=y\\0z",
                ":method=GET; :scheme=http; :authority=a; :path=/; x\\sy=z",
                ":method=GET; :scheme=http; :authority=a; :path=/; x\\n=z",
                ":method=GET; :scheme=http; :authority=a; :path=/; x:=z",
                ":method=GET; :scheme=http; :authority=a; :path=/; X=z",
                ":method=GET; :scheme=http; :authority=a; :path=/; =z",
                ":method=GET; :scheme=http; :authority=a; :path=/; connection=close",
                ":method=GET; :scheme=http; :authority=a; :path=/; transfer-encoding=chunked",
                ":method=GET; :scheme=http; :authority=a; :path=/; upgrade=h2c",
                ":method=GET; :scheme=http; :authority=a; :path=/; keep-alive=1",
                ":method=GET; :scheme=http; :authority=a; :path=/; proxy-connection=close",
                ":method=GET; :scheme=http; :authority=a; :path=/; te=gzip",
                ":method=CONNECT; :scheme=http; :authority=a:1",
                ":method=CONNECT; :authority=a:1; :path=/",
                ":method=CONNECT; host=a:1",
                ":method=CONNECT; :protocol=websocket; :authority=a:1",
            })
    void refusesWhatIsMalformed(String row) {
        assertThat(head(row, true)).isEmpty();
        assertThat(head(row, false)).isEmpty();
    }
}
