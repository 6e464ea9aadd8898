package dev.gyre.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The records of one name and type in a message, with the signatures over them.
///
/// @param signatures by zones that the name can be in, that is at or above it, and above it for DS records: what others sign says nothing
///     (RFC 4035 5.3.1)
record SignedSet(Name name, int type, List<Record> records, List<RRSIGRecord> signatures) {

    private static final int MOST_SETS = 32;

    SignedSet {
        records = List.copyOf(records);
        signatures = List.copyOf(signatures);
    }

    /// @return nothing when there are no such records
    static Optional<SignedSet> of(List<Record> section, Name name, int type) {
        List<Record> records = new ArrayList<>();
        List<RRSIGRecord> signatures = new ArrayList<>();
        for (Record record : section) {
            if (record.getDClass() != DClass.IN || !record.getName().equals(name)) {
                continue;
            }
            if (record instanceof RRSIGRecord signature) {
                if (signature.getTypeCovered() == type
                        && canSign(signature.getSigner(), name, type)) {
                    signatures.add(signature);
                }
            } else if (record.getType() == type) {
                records.add(record);
            }
        }
        return records.isEmpty()
                ? Optional.empty()
                : Optional.of(new SignedSet(name, type, records, signatures));
    }

    private static boolean canSign(Name signer, Name name, int type) {
        return name.subdomain(signer) && !(type == Type.DS && signer.equals(name));
    }

    /// All such sets of a type, whatever their names; no more than anybody needs.
    static List<SignedSet> all(List<Record> section, int type) {
        return section.stream()
                .filter(record -> record.getType() == type)
                .map(Record::getName)
                .distinct()
                .limit(MOST_SETS)
                .flatMap(name -> of(section, name, type).stream())
                .toList();
    }

    /// Who signed it, by their own account; the nearest first.
    List<Name> signers() {
        return signatures.stream()
                .map(RRSIGRecord::getSigner)
                .distinct()
                .sorted(Comparator.comparingInt(Name::labels).reversed())
                .toList();
    }

    /// As dnsjava wants it for checking.
    RRset set() {
        RRset set = new RRset();
        records.forEach(set::addRR);
        return set;
    }

    /// How many labels its name has as it stands in the zone, without the root and a wildcard's own (RFC 4034 3.1.3).
    int labels() {
        return name.labels() - 1 - (name.isWild() ? 1 : 0);
    }

    /// `www.example.com A`
    @Override
    public String toString() {
        return NameText.of(name) + " " + Type.string(type);
    }
}
