package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/// What is checked at all.
final class SignatureCheckTest {

    private static final Name NAME = Name.fromConstantString("www.example.");

    private final SignatureCheck check =
            new SignatureCheck(InstantSource.system(), new Effort(Long.MAX_VALUE));

    @Test
    void aSetIsNotCheckedWhenItIsVeryLarge() {
        assertThatThrownBy(() -> check(Effort.MOST_RECORDS_OF_A_SET + 1))
                .isInstanceOf(UnbelievableException.class)
                .hasMessageContaining("too many records");
        assertThatThrownBy(() -> check(Effort.MOST_RECORDS_OF_A_SET))
                .isInstanceOf(UnbelievableException.class)
                .hasMessageContaining("is not signed by");
    }

    private void check(int records) throws UnbelievableException {
        List<Record> all =
                IntStream.range(0, records)
                        .<Record>mapToObj(
                                i -> new ARecord(NAME, DClass.IN, 1L + records - i, address(i)))
                        .toList();
        check.check(new SignedSet(NAME, Type.A, all, List.of()), new Zone.Signed(NAME, List.of()));
    }

    private static InetAddress address(int number) {
        return InetAddress.ofLiteral("198.18." + (number >> 8) + "." + (number & 0xff));
    }
}
