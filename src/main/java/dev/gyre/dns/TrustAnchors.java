package dev.gyre.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
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

/// The keys of the root from which all validation begins.
public final class TrustAnchors {

    private TrustAnchors() {}

    /// Digests of the keys.
    ///
    /// @param own instead of those that are shipped
    /// @throws IllegalArgumentException when [#parse] would not take them
    static List<DSRecord> of(Optional<DnsSettings.Anchors> own) {
        String text = own.map(each -> String.join("\n", each.records())).orElseGet(() -> shipped());
        try {
            List<DSRecord> digests = new ArrayList<>();
            for (Record record : read(text)) {
                digests.add(digest(record));
            }
            return List.copyOf(digests);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /// The root's, as IANA publishes them: those of 2017 and of 2024.
    private static String shipped() {
        try (InputStream in = TrustAnchors.class.getResourceAsStream("root-anchors")) {
            if (in == null) {
                throw new IllegalStateException("the root's keys are missing in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The root's DS and DNSKEY records of a file, each as a line.
    ///
    /// @return nothing when there is anything else in it, or no key whose signatures can be checked
    public static Optional<List<String>> parse(String zoneFile) {
        try {
            return Optional.of(read(zoneFile).stream().map(Record::toString).toList());
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static List<Record> read(String zoneFile) throws IOException {
        List<Record> anchors = new ArrayList<>();
        boolean canBeChecked = false;
        byte[] octets = (zoneFile + "\n").getBytes(StandardCharsets.UTF_8);
        try (Master master = new Master(new ByteArrayInputStream(octets), Name.root, 0)) {
            master.disableIncludes(true);
            master.expandGenerate(false);
            for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
                if (!next.getName().equals(Name.root)) {
                    throw new IllegalArgumentException("not of the root: " + next);
                }
                canBeChecked |= Algorithms.knows(digest(next));
                anchors.add(next);
            }
        }
        if (!canBeChecked) {
            // Nothing would be signed then, and all of it taken.
            throw new IllegalArgumentException("no key whose signatures can be checked");
        }
        return anchors;
    }

    private static DSRecord digest(Record record) {
        return switch (record) {
            case DSRecord ds -> ds;
            case DNSKEYRecord key ->
                    new DSRecord(Name.root, DClass.IN, 0, DNSSEC.Digest.SHA256, key);
            default -> throw new IllegalArgumentException("neither DS nor DNSKEY: " + record);
        };
    }
}
