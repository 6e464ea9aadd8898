package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;

class NsecDenialTest {

    private static final Name ZONE = name("z.");

    @Test
    void aNameIsNotThereWhenNeitherItNorAWildcardIs() {
        NSECRecord apex = nsec("z.", "b.z.", Type.SOA, Type.NS);
        NSECRecord gap = nsec("b.z.", "d.z.", Type.A);
        assertThat(denial(apex, gap).nameError(name("c.z."))).isEqualTo(Proof.PROVED);
        assertThat(denial(gap).nameError(name("c.z."))).isEqualTo(Proof.NONE);
        assertThat(denial(apex, gap).nameError(name("b.z."))).isEqualTo(Proof.NONE);
        assertThat(denial(apex, gap).nameError(name("e.z."))).isEqualTo(Proof.NONE);
    }

    @Test
    void theLastRecordCoversTheRestOfTheZoneOnly() {
        NSECRecord apex = nsec("z.", "b.z.", Type.SOA, Type.NS);
        NSECRecord last = nsec("b.z.", "z.", Type.A);
        assertThat(denial(apex, last).nameError(name("c.z."))).isEqualTo(Proof.PROVED);
        assertThat(denial(apex, last).nameError(name("c.zz."))).isEqualTo(Proof.NONE);
        // One that comes round to another name than the zone's is of no zone.
        assertThat(denial(apex, nsec("b.z.", "a.z.", Type.A)).nameError(name("c.z.")))
                .isEqualTo(Proof.NONE);
    }

    @Test
    void theParentSaysNothingOfWhatIsBelowACut() {
        NSECRecord apex = nsec("z.", "b.z.", Type.SOA, Type.NS);
        NSECRecord cut = nsec("b.z.", "d.z.", Type.NS);
        assertThat(denial(apex, cut).nameError(name("x.b.z."))).isEqualTo(Proof.NONE);
        assertThat(denial(cut).noData(name("b.z."), Type.A)).isEqualTo(Proof.NONE);
        assertThat(denial(cut).noData(name("b.z."), Type.DS)).isEqualTo(Proof.PROVED);
        assertThat(denial(cut).unsignedCut(name("b.z."))).isEqualTo(Proof.PROVED);
        NSECRecord signed = nsec("b.z.", "d.z.", Type.NS, Type.DS);
        assertThat(denial(signed).unsignedCut(name("b.z."))).isEqualTo(Proof.NONE);
        assertThat(denial(signed).noCut(name("b.z."))).isEqualTo(Proof.NONE);
    }

    @Test
    void aNameWithOnlyOthersBelowItHasNothing() {
        NSECRecord gap = nsec("b.z.", "x.c.z.", Type.A);
        assertThat(denial(gap).noData(name("c.z."), Type.A)).isEqualTo(Proof.PROVED);
        assertThat(denial(gap).nameError(name("c.z."))).isEqualTo(Proof.NONE);
        assertThat(denial(gap).noCut(name("c.z."))).isEqualTo(Proof.PROVED);
    }

    @Test
    void anAliasHasEveryType() {
        NSECRecord alias = nsec("b.z.", "d.z.", Type.CNAME);
        assertThat(denial(alias).noData(name("b.z."), Type.A)).isEqualTo(Proof.NONE);
    }

    @Test
    void aWildcardStandsForANameOnlyIfNothingIsNearer() {
        NSECRecord gap = nsec("*.z.", "y.a.z.", Type.A);
        assertThat(denial(gap).noCloser(name("q.z."), ZONE)).isEqualTo(Proof.NONE);
        assertThat(denial(gap).noCloser(name("0.z."), ZONE)).isEqualTo(Proof.PROVED);
        // `a.z` exists, for there is a name below it.
        assertThat(denial(gap).noCloser(name("b.a.z."), ZONE)).isEqualTo(Proof.NONE);
    }

    private static NsecDenial denial(NSECRecord... records) {
        return new NsecDenial(ZONE, List.of(records));
    }

    private static NSECRecord nsec(String name, String next, int... types) {
        return new NSECRecord(name(name), DClass.IN, 60, name(next), types);
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }
}
