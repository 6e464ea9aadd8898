package dev.gyre.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The PROXY protocol, versions 1 and 2: whole, cut at every octet, and with more behind it.
final class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String REST = "GET http://a.test/ HTTP/1.1\r\n";

    private static byte[] octets(String row) {
        return row.startsWith("hex:")
                ? HexFormat.of()
                        .parseHex(row.substring(4).replace("SIG", SIGNATURE).replace(" ", ""))
                : row.replace("\\r", "\r")
                        .replace("\\n", "\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ByteBuf with(byte[] header, String rest) {
        return Unpooled.wrappedBuffer(header, rest.getBytes(StandardCharsets.US_ASCII));
    }

    private static String client(ProxyHeader header) {
        return switch (header) {
            case ProxyHeader.Whole(var client) -> client.map(Addresses::text).orElse("unknown");
            case ProxyHeader.Partial _ -> "partial";
            case ProxyHeader.Malformed _ -> "malformed";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROXY TCP4 192.0.2.7 192.0.2.1 5678 443\\r\\n | 192.0.2.7",
                "PROXY TCP6 2001:db8::7 2001:db8::1 0 65535\\r\\n | 2001:db8::7",
                "PROXY UNKNOWN\\r\\n | unknown",
                "PROXY UNKNOWN ffff::1 whatever 1 2\\r\\n | unknown",
                "hex:SIG 21 11 000c c0000207 c0000201 1234 01bb | 192.0.2.7",
                "hex:SIG 21 21 0024 20010db8000000000000000000000007"
                        + "20010db8000000000000000000000001 1234 01bb | 2001:db8::7",
                "hex:SIG 21 21 0024 00000000000000000000ffffc0000207"
                        + "20010db8000000000000000000000001 1234 01bb | 192.0.2.7",
                "hex:SIG 21 11 0012 c0000207 c0000201 1234 01bb 04 0003 616263 | 192.0.2.7",
                "hex:SIG 20 00 0000 | unknown",
                "hex:SIG 20 11 000c c0000207 c0000201 1234 01bb | unknown",
                "hex:SIG 21 00 0000 | unknown",
                "hex:SIG 21 00 0003 040000 | unknown",
            })
    void readsAWholeOne(String row, String client) {
        byte[] header = octets(row);
        for (String rest : new String[] {"", "\r\n", REST, "PROXY UNKNOWN\r\n"}) {
            ByteBuf in = with(header, rest);
            assertThat(client(ProxyHeader.read(in))).isEqualTo(client);
            assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo(rest);
        }
        for (int i = 0; i < header.length; i++) {
            ByteBuf in = Unpooled.wrappedBuffer(header, 0, i);
            assertThat(client(ProxyHeader.read(in))).as("%s octets", i).isEqualTo("partial");
            assertThat(in.readableBytes()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET / HTTP/1.1\\r\\n",
                "proxy TCP4 192.0.2.7 192.0.2.1 1 2\\r\\n",
                "PROXY  TCP4 192.0.2.7 192.0.2.1 1 2\\r\\n",
                "PROXY \\r\\n",
                "PROXY TCP4\\r\\n",
                "PROXY TCP5 192.0.2.7 192.0.2.1 1 2\\r\\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1\\r\\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 2 3\\r\\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 65536\\r\\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 01 2\\r\\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 -1 2\\r\\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 \\r\\n",
                "PROXY TCP4 192.0.2.7  192.0.2.1 1 2\\r\\n",
                "PROXY TCP4 192.0.2 192.0.2.1 1 2\\r\\n",
                "PROXY TCP4 a.test 192.0.2.1 1 2\\r\\n",
                "PROXY TCP4 2001:db8::7 2001:db8::1 1 2\\r\\n",
                "PROXY TCP6 192.0.2.7 192.0.2.1 1 2\\r\\n",
                "PROXY TCP6 [2001:db8::7] 2001:db8::1 1 2\\r\\n",
                "PROXY TCP6 fe80::1%eth0 2001:db8::1 1 2\\r\\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 2\\n",
                "PROXY UNKNOWN 01234567890123456789012345678901234567890123456789"
                        + "012345678901234567890123456789012345678901234567890\\r\\n",
                "hex:SIG 11 11 000c c0000207 c0000201 1234 01bb",
                "hex:SIG 22 11 000c c0000207 c0000201 1234 01bb",
                "hex:SIG 21 12 000c c0000207 c0000201 1234 01bb",
                "hex:SIG 21 41 000c c0000207 c0000201 1234 01bb",
                "hex:SIG 21 11 000b c0000207 c0000201 1234 01",
                "hex:SIG 21 21 000c c0000207 c0000201 1234 01bb",
                "hex:SIG 21 11 1001",
                "hex:SIG 20 00 ffff",
                "hex:0d0a0d0a000d0a515549540b 21 11 000c c0000207 c0000201 1234 01bb",
            })
    void refusesWhatIsNone(String row) {
        ByteBuf in = with(octets(row), REST);
        assertThat(client(ProxyHeader.read(in))).isEqualTo("malformed");
    }
}
