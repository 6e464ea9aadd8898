package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;

class HashedDenialTest {

    private static final Name ZONE = Name.fromConstantString("deep.");
    private static final Name CHILD = Name.fromConstantString("child.deep.");

    private final Effort effort = new Effort(Long.MAX_VALUE);

    @Test
    void hashesNothingWhereItWouldBeTooOften() throws Exception {
        HashedDenial denial = denial(HashedDenial.MOST_ITERATIONS + 1);
        assertThat(denial.unsignedCut(CHILD)).isEqualTo(Proof.TOO_DEEP);
        assertThat(denial.nameError(CHILD)).isEqualTo(Proof.TOO_DEEP);
        assertThat(denial.noData(CHILD, Type.A)).isEqualTo(Proof.TOO_DEEP);
        assertThat(denial.noCloser(CHILD, ZONE)).isEqualTo(Proof.TOO_DEEP);
        assertThat(effort.rounds()).isZero();
    }

    @Test
    void countsItsRoundsAndEndsWhenTheyAreTooMany() throws Exception {
        HashedDenial denial = denial(HashedDenial.MOST_ITERATIONS);
        assertThat(denial.noData(CHILD, Type.A)).isEqualTo(Proof.NONE);
        assertThat(effort.rounds()).isPositive();
        Name deep = Name.fromConstantString("a.".repeat(100) + "deep.");
        assertThatThrownBy(() -> denial.nameError(deep))
                .isInstanceOf(UnbelievableException.class)
                .hasMessageContaining("rounds of hashing");
    }

    private HashedDenial denial(int iterations) {
        Name owner = Name.fromConstantString("0".repeat(32) + ".deep.");
        byte[] next = new byte[20];
        next[19] = 1;
        return HashedDenial.of(
                ZONE,
                List.of(
                        new NSEC3Record(
                                owner,
                                DClass.IN,
                                60,
                                NSEC3Record.SHA1_DIGEST_ID,
                                0,
                                iterations,
                                null,
                                next,
                                new int[] {Type.A})),
                effort);
    }
}
