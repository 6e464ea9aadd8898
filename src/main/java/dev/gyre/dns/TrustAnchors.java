package dev.gyre.dns;

import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys from which all validation begins.
public final class TrustAnchors {

    private TrustAnchors() {}

    /// The root's, as IANA publishes them: those of 2017 and of 2024.
    static String shipped() {
        try (InputStream in = TrustAnchors.class.getResourceAsStream("root-anchors")) {
            if (in == null) {
                throw new IllegalStateException("the root's keys are missing in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The DS and DNSKEY records of a file, each as a line.
    ///
    /// @return nothing when there is anything else in it, or nothing at all
    public static Optional<List<String>> parse(String zoneFile) {
        List<String> anchors = new ArrayList<>();
        try (Master master =
                new Master(
                        new ByteArrayInputStream(zoneFile.getBytes(StandardCharsets.UTF_8)),
                        Name.root,
                        0)) {
            for (Record record = master.nextRecord();
                    record != null;
                    record = master.nextRecord()) {
                if (!(record instanceof DSRecord || record instanceof DNSKEYRecord)) {
                    return Optional.empty();
                }
                anchors.add(record.toString());
            }
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
        return anchors.isEmpty() ? Optional.empty() : Optional.of(anchors);
    }
}
