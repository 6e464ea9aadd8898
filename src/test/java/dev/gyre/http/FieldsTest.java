package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class FieldsTest {

    private static RequestHead head(String lines) {
        HeadParser parser = HeadParser.ofRequests(HeadLimits.DEFAULT);
        ByteBuf octets =
                Unpooled.copiedBuffer(
                        "GET http://a/b?c HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n",
                        StandardCharsets.ISO_8859_1);
        assertThat(parser.read(octets)).isTrue();
        assertThat(octets.isReadable()).isFalse();
        return parser.request();
    }

    private static Fields fields(String lines) {
        return head(lines).fields();
    }

    private static String written(Fields fields, int from, int to) {
        ByteBuf out = Unpooled.buffer();
        fields.write(from, to, out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void areFoundByNameInAnyCase() {
        Fields fields = fields("ACCEPT: x\r\nCookie: a=b\r\naccept: y\r\n");
        assertThat(fields.count()).isEqualTo(4);
        assertThat(fields.indexOf("accept")).isEqualTo(1);
        assertThat(fields.indexOf("accept", 2)).isEqualTo(3);
        assertThat(fields.indexOf("via")).isEqualTo(-1);
        assertThat(fields.first("cookie")).contains("a=b");
        assertThat(fields.first("via")).isEmpty();
        assertThat(fields.contains("host")).isTrue();
        assertThat(fields.nameIs(1, "accept")).isTrue();
        assertThat(fields.nameIs(1, "cookie")).isFalse();
        assertThat(fields.nameHash(1)).isEqualTo("accept".hashCode());
        assertThat(fields.nameStartsLike(2, "coo")).isTrue();
        assertThat(fields.nameStartsLike(2, "cookies")).isFalse();
        assertThat(fields.valueEquals(2, "a=b")).isTrue();
        assertThat(fields.valueEquals(2, "A=b")).isFalse();
        assertThat(fields.valueLength(2)).isEqualTo(3);
        assertThatThrownBy(() -> fields.name(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void joinTheListsOfOneName() {
        Fields fields = fields("Connection: a , B\r\nX: c\r\nconnection:,, d,\r\n");
        assertThat(fields.listContains("connection", "b")).isTrue();
        assertThat(fields.listContains("connection", "d")).isTrue();
        assertThat(fields.listContains("connection", "c")).isFalse();
        assertThat(fields.listContains("connection", "")).isTrue();
        assertThat(fields.list("connection")).containsExactly("a", "b", "d");
        assertThat(fields.list("x")).containsExactly("c");
    }

    @Test
    void areWrittenWithTheirOwnCaseAndOrder() {
        Fields fields = fields("aB: c\r\nD:e \r\nF: \t g\r\nH:\r\nI: \r\nJ:  \r\nk: l\r\n");
        assertThat(written(fields, 0, 8))
                .isEqualTo("Host: a\r\naB: c\r\nD: e\r\nF: g\r\nH:\r\nI: \r\nJ: \r\nk: l\r\n");
        for (int i = 0; i < fields.count(); i++) {
            assertThat(written(fields, i, i + 1)).startsWith(fields.name(i) + ":").endsWith("\r\n");
        }
    }

    @Test
    void tellLookAlikesOfTheFramingFields() {
        Fields fields =
                fields(
                        "Content_Length: 1\r\nTRANSFER_ENCODING: x\r\nContent_Type: x\r\n"
                                + "Content-Lengths: 1\r\n");
        assertThat(fields.isLookAlike(0)).isFalse();
        assertThat(fields.isLookAlike(1)).isTrue();
        assertThat(fields.isLookAlike(2)).isTrue();
        assertThat(fields.isLookAlike(3)).isFalse();
        assertThat(fields.isLookAlike(4)).isFalse();
        assertThat(fields("Content-Length: 1\r\n").isLookAlike(1)).isFalse();
    }

    @Test
    void doNotPrintValues() {
        RequestHead head = head("Authorization: secret\r\n");
        assertThat(head.toString()).contains("Authorization").doesNotContain("secret", "a/b");
    }
}
