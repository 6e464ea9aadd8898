package dev.gyre.dns;

import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;

/// What one zone says in a message of what is not there, once its signatures are checked.
///
/// **Threads:** those of one look-up, one after the other.
final class Denial {

    // Of a name, of the wildcard, and of what is between, at most.
    private static final int MOST_SETS = 8;

    private final NsecDenial plain;
    private final HashedDenial hashed;
    private final long ttl;

    private Denial(NsecDenial plain, HashedDenial hashed, long ttl) {
        this.plain = plain;
        this.hashed = hashed;
        this.ttl = ttl;
    }

    static Denial of(Message message, Zone.Signed zone, SignatureCheck check, Effort effort)
            throws UnbelievableException {
        List<Record> authority = message.getSection(Section.AUTHORITY);
        List<NSECRecord> plain = new ArrayList<>();
        List<NSEC3Record> hashed = new ArrayList<>();
        long ttl = Long.MAX_VALUE;
        int sets = 0;
        for (int type : new int[] {Type.NSEC, Type.NSEC3}) {
            for (SignedSet set : SignedSet.all(authority, type)) {
                // A message may hold what another zone says of another name.
                if (!set.signers().contains(zone.name()) || ++sets > MOST_SETS) {
                    continue;
                }
                SignatureCheck.Passed passed = check.check(set, zone);
                ttl = Math.min(ttl, passed.ttl());
                for (Record record : set.records()) {
                    if (record instanceof NSECRecord nsec) {
                        plain.add(passed.isExpanded(set) ? ofWildcard(nsec, passed) : nsec);
                    } else if (record instanceof NSEC3Record nsec3 && !passed.isExpanded(set)) {
                        hashed.add(nsec3);
                    }
                }
            }
        }
        return new Denial(
                new NsecDenial(zone.name(), plain),
                HashedDenial.of(zone.name(), hashed, effort),
                ttl == Long.MAX_VALUE ? 0 : ttl);
    }

    /// Some servers make out a wildcard's record to the name that was asked for. What is signed is the wildcard's.
    private static NSECRecord ofWildcard(NSECRecord nsec, SignatureCheck.Passed passed) {
        Name name = nsec.getName();
        return new NSECRecord(
                name.wild(name.labels() - 1 - passed.by().getLabels()),
                nsec.getDClass(),
                nsec.getTTL(),
                nsec.getNext(),
                nsec.getTypes());
    }

    /// How many seconds it holds.
    long ttl() {
        return ttl;
    }

    Proof nameError(Name name) throws UnbelievableException {
        Proof proof = plain.nameError(name);
        return proof == Proof.NONE ? hashed.nameError(name) : proof;
    }

    Proof noData(Name name, int type) throws UnbelievableException {
        Proof proof = plain.noData(name, type);
        return proof == Proof.NONE ? hashed.noData(name, type) : proof;
    }

    Proof noCloser(Name name, Name encloser) throws UnbelievableException {
        Proof proof = plain.noCloser(name, encloser);
        return proof == Proof.NONE ? hashed.noCloser(name, encloser) : proof;
    }

    Proof unsignedCut(Name name) throws UnbelievableException {
        Proof proof = plain.unsignedCut(name);
        return proof == Proof.NONE ? hashed.unsignedCut(name) : proof;
    }

    Proof noCut(Name name) throws UnbelievableException {
        Proof proof = plain.noCut(name);
        return proof == Proof.NONE ? hashed.noCut(name) : proof;
    }
}
