package dev.gyre.inbound.socks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// SOCKS requests, at every point where they may be cut, and with every kind of mistake.
final class SocksRequestTest {

    private static Optional<SocksRequest> read(int version, ByteBuf in) {
        return version == 5 ? SocksRequest.socks5(in) : SocksRequest.socks4(in);
    }

    @ParameterizedTest
    @CsvSource({
        "05010001c00002070050, 192.0.2.7:80",
        "050100030b6578616d706c652e636f6d01bb, example.com:443",
        "050100030b4558616d706c652e636f6d01bb, example.com:443",
        "05010004 20010db8000000000000000000000007 0050, [2001:db8::7]:80",
        "05010003093139322e302e322e370050, 192.0.2.7:80",
        "04010050c0000207 00, 192.0.2.7:80",
        "04010050c0000207 6d65 00, 192.0.2.7:80",
        "0401005000000001 6d65 00 6578616d706c652e636f6d 00, example.com:80",
        "0401005000000001 00 3139322e302e322e37 00, 192.0.2.7:80",
    })
    void isReadOnceItIsWhole(String hex, String target) {
        byte[] request = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int cut = 1; cut < request.length; cut++) {
            ByteBuf part = Unpooled.wrappedBuffer(request, 0, cut);
            assertThat(read(request[0], part)).as("cut at " + cut).isEmpty();
            assertThat(part.readerIndex()).isZero();
        }
        ByteBuf whole = Unpooled.buffer().writeBytes(request).writeByte('!');
        SocksRequest read = read(request[0], whole).orElseThrow();
        assertThat(read).isInstanceOf(SocksRequest.Connect.class);
        assertThat(((SocksRequest.Connect) read).target()).hasToString(target);
        assertThat(whole.readableBytes()).as("what follows stays").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "05020001c00002070050, 7", // BIND
        "05030001c00002070050, 7", // UDP ASSOCIATE
        "05010002c00002070050, 8", // an address type that does not exist
        "05010101c00002070050, 1", // the reserved byte
        "04010001c00002070050, 1", // another version after the greeting
        "05010001c00002070000, 1", // port 0
        "05010003000050, 1", // an empty name
        "0501000303610062 0050, 1", // NUL in a name
        "0501000303612062 0050, 1", // a space in a name
        "05010003085b3a3a315d3a38300050, 1", // a bracketed address with a port
        "05010003036140620050, 1", // user information
    })
    void isRefusedWithTheRightCode(String hex, int code) {
        byte[] request = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(SocksRequest.socks5(Unpooled.wrappedBuffer(request)))
                .contains(new SocksRequest.Refused(code));
    }

    @ParameterizedTest
    @CsvSource({
        "04020050c000020700", // BIND
        "04010000c000020700", // port 0
        "04010050000000010000", // an empty name
        "0401005000000001006120620 0", // a space in a name
    })
    void isRefusedInSocks4Too(String hex) {
        byte[] request = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(SocksRequest.socks4(Unpooled.wrappedBuffer(request)))
                .contains(new SocksRequest.Refused(1));
    }

    @Test
    void isNotWaitedForWithoutEnd() {
        ByteBuf user = Unpooled.buffer().writeBytes(new byte[] {4, 1, 0, 80, 1, 2, 3, 4});
        user.writeBytes("u".repeat(256).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(SocksRequest.socks4(user)).contains(new SocksRequest.Refused(1));
        ByteBuf name = Unpooled.buffer().writeBytes(new byte[] {4, 1, 0, 80, 0, 0, 0, 1, 0});
        name.writeBytes("n".repeat(256).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(SocksRequest.socks4(name)).contains(new SocksRequest.Refused(1));
    }

    @Test
    void anyBytesAreReadTheSameWayWhereverTheyAreCut() {
        Random random = new Random(20261123);
        int requests = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                // Otherwise hardly any would get past the first checks.
                bytes[0] = (byte) (4 + random.nextInt(2));
                bytes[1] = (byte) (1 + random.nextInt(10) / 9);
                bytes[2] = bytes[0] == 5 ? 0 : bytes[2];
                bytes[3] = (byte) (bytes[0] == 5 ? 1 + random.nextInt(5) : bytes[3]);
            }
            Function<ByteBuf, Optional<SocksRequest>> reader =
                    bytes.length > 0 && bytes[0] == 4 ? SocksRequest::socks4 : SocksRequest::socks5;
            Optional<SocksRequest> whole = reader.apply(Unpooled.wrappedBuffer(bytes));
            requests += whole.isPresent() ? 1 : 0;
            int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            Optional<SocksRequest> part = reader.apply(Unpooled.wrappedBuffer(bytes, 0, cut));
            if (part.isPresent() && part.get() instanceof SocksRequest.Connect) {
                assertThat(part).isEqualTo(whole);
            }
        }
        assertThat(requests).as("inputs that are requests").isGreaterThan(50_000);
    }
}
