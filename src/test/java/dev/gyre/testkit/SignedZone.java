package dev.gyre.testkit;

import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.List;
import java.util.stream.Collectors;

/// A zone with all that its servers serve: keys, signatures and proofs of what does not exist. Made by a [ZoneSigner].
///
/// @param ds what its parent is to say of its keys; none: the zone is not signed for those who come from above
public record SignedZone(Name origin, List<Record> records, List<DSRecord> ds) {

    public SignedZone {
        records = List.copyOf(records);
        ds = List.copyOf(ds);
    }

    /// As a zone file. All names are absolute, the SOA record is the first.
    public String text() {
        return records.stream().map(Record::toString).collect(Collectors.joining("\n", "", "\n"));
    }

    /// The DS records as in a zone file: what a resolver needs to know to trust this zone by itself.
    public List<String> anchors() {
        return ds.stream().map(Record::toString).toList();
    }
}
