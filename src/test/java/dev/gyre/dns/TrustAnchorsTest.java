package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DSRecord;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class TrustAnchorsTest {

    private static final String DIGEST =
            "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";

    @Test
    void theRootsKeysAreShipped() {
        assertThat(TrustAnchors.of(Optional.empty()))
                .extracting(DSRecord::getFootprint)
                .containsExactly(20326, 38696);
    }

    @Test
    void aFileMayHaveBothKindsOfRecords() {
        List<String> records =
                TrustAnchors.parse(
                                "; of the root\n. IN DS 20326 8 2 "
                                        + DIGEST
                                        + "\n. 3600 IN DNSKEY 257 3 8 "
                                        + "AwEAAQAB"
                                        + "\n")
                        .orElseThrow();
        assertThat(records).hasSize(2);
        List<DSRecord> digests =
                TrustAnchors.of(Optional.of(new DnsSettings.Anchors(Path.of("root.key"), records)));
        assertThat(digests).hasSize(2).allMatch(ds -> ds.getDigest().length == 32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "; nothing\n",
                "example. IN DS 20326 8 2 " + DIGEST,
                ". IN NS a.root-servers.net.",
                ". IN DS 20326 8 2 " + DIGEST + "\n. IN NS a.root-servers.net.",
                ". IN DS 20326 8 2 E06D",
                ". IN DS 20326 253 2 " + DIGEST,
                "$INCLUDE /etc/hostname\n. IN DS 20326 8 2 " + DIGEST,
                "$GENERATE 1-3 . DS 20326 8 2 " + DIGEST
            })
    void refusesWhatIsNotOfTheRootOrOfNoUse(String file) {
        assertThat(TrustAnchors.parse(file)).isEmpty();
    }
}
