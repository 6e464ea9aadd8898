package dev.gyre.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What NSEC3 records of one zone prove not to be there (RFC 5155 section 8). They were checked.
///
/// **Threads:** those of one look-up, one after the other.
final class HashedDenial {

    /// More rounds of hashing than this, and the zone is taken as one that is not signed.
    static final int MOST_ITERATIONS = 150;

    /// Of a hash (SHA-1).
    private static final int OCTETS = 20;

    private static final base32 BASE32 = new base32(base32.Alphabet.BASE32HEX, false, false);

    private final Name zone;
    private final List<Hashed> records;
    private final Effort effort;
    private final Map<Name, byte[]> hashes = new HashMap<>();

    private HashedDenial(Name zone, List<Hashed> records, Effort effort) {
        this.zone = zone;
        this.records = records;
        this.effort = effort;
    }

    private static final class Hashed {

        private final byte[] owner;
        private final NSEC3Record record;

        private Hashed(byte[] owner, NSEC3Record record) {
            this.owner = owner;
            this.record = record;
        }

        boolean covers(byte[] hash) {
            byte[] next = record.getNext();
            return Arrays.compareUnsigned(owner, next) < 0
                    ? Arrays.compareUnsigned(owner, hash) < 0
                            && Arrays.compareUnsigned(hash, next) < 0
                    : Arrays.compareUnsigned(owner, hash) < 0
                            || Arrays.compareUnsigned(hash, next) < 0;
        }

        boolean isDelegation() {
            return record.hasType(Type.NS) && !record.hasType(Type.SOA);
        }

        boolean leavesOut() {
            return (record.getFlags() & NSEC3Record.Flags.OPT_OUT) != 0;
        }
    }

    /// Only those that hash as the first does: a zone has one way at a time (RFC 5155 section 8.2).
    static HashedDenial of(Name zone, List<NSEC3Record> records, Effort effort) {
        List<Hashed> hashed = new ArrayList<>();
        for (NSEC3Record record : records) {
            byte @Nullable [] owner = BASE32.fromString(record.getName().getLabelString(0));
            if (owner != null
                    && owner.length == OCTETS
                    && record.getNext().length == OCTETS
                    // RFC 5155 section 8.2: what flags nobody knows may mean anything.
                    && (record.getFlags() & ~NSEC3Record.Flags.OPT_OUT) == 0
                    && record.getHashAlgorithm() == NSEC3Record.SHA1_DIGEST_ID
                    && new Name(record.getName(), 1).equals(zone)
                    && hashesAs(records.getFirst(), record)) {
                hashed.add(new Hashed(owner, record));
            }
        }
        return new HashedDenial(zone, hashed, effort);
    }

    private static boolean hashesAs(NSEC3Record one, NSEC3Record other) {
        return one.getIterations() == other.getIterations()
                && one.getHashAlgorithm() == other.getHashAlgorithm()
                && Arrays.equals(one.getSalt(), other.getSalt());
    }

    boolean isTooDeep() {
        return !records.isEmpty() && records.getFirst().record.getIterations() > MOST_ITERATIONS;
    }

    /// As [NsecDenial#nameError].
    Proof nameError(Name name) throws UnbelievableException {
        if (isTooDeep()) {
            return Proof.TOO_DEEP;
        }
        Optional<Encloser> encloser = encloser(name);
        if (encloser.isEmpty() || covering(wildcard(encloser.get().name())).isEmpty()) {
            return Proof.NONE;
        }
        return encloser.get().proof();
    }

    /// As [NsecDenial#noData].
    Proof noData(Name name, int type) throws UnbelievableException {
        if (isTooDeep()) {
            return Proof.TOO_DEEP;
        }
        Optional<Hashed> own = at(name);
        if (own.isPresent()) {
            return lacks(own.get(), type, name) ? Proof.PROVED : Proof.NONE;
        }
        Optional<Encloser> encloser = encloser(name);
        if (encloser.isEmpty()) {
            return Proof.NONE;
        }
        Optional<Hashed> wildcard = at(wildcard(encloser.get().name()));
        if (wildcard.isPresent()) {
            return lacks(wildcard.get(), type, name) ? encloser.get().proof() : Proof.NONE;
        }
        return encloser.get().proof() == Proof.LEFT_OUT ? Proof.LEFT_OUT : Proof.NONE;
    }

    /// As [NsecDenial#noCloser].
    Proof noCloser(Name name, Name encloser) throws UnbelievableException {
        if (isTooDeep()) {
            return Proof.TOO_DEEP;
        }
        return covering(nextCloser(name, encloser)).map(HashedDenial::proof).orElse(Proof.NONE);
    }

    /// As [NsecDenial#unsignedCut].
    Proof unsignedCut(Name name) throws UnbelievableException {
        if (isTooDeep()) {
            return Proof.TOO_DEEP;
        }
        Optional<Hashed> own = at(name);
        if (own.isPresent()) {
            boolean unsigned = own.get().isDelegation() && !own.get().record.hasType(Type.DS);
            return unsigned ? Proof.PROVED : Proof.NONE;
        }
        return encloser(name)
                .map(Encloser::proof)
                .filter(Proof.LEFT_OUT::equals)
                .orElse(Proof.NONE);
    }

    /// As [NsecDenial#noCut].
    Proof noCut(Name name) throws UnbelievableException {
        if (isTooDeep()) {
            return Proof.TOO_DEEP;
        }
        Optional<Hashed> own = at(name);
        if (own.isPresent()) {
            boolean cut = own.get().record.hasType(Type.NS) || own.get().record.hasType(Type.DS);
            return cut ? Proof.NONE : Proof.PROVED;
        }
        return encloser(name).isPresent() ? Proof.PROVED : Proof.NONE;
    }

    /// The nearest name above that exists.
    ///
    /// @param proof what is said of the name below it, towards the one in question
    private record Encloser(Name name, Proof proof) {}

    private Optional<Encloser> encloser(Name name) throws UnbelievableException {
        for (Name above = name; above.labels() >= zone.labels(); above = new Name(above, 1)) {
            Optional<Hashed> here = at(above);
            if (here.isPresent()) {
                if (above.equals(name)
                        || here.get().isDelegation()
                        || here.get().record.hasType(Type.DNAME)) {
                    return Optional.empty();
                }
                Name encloser = above;
                return covering(nextCloser(name, encloser))
                        .map(covering -> new Encloser(encloser, proof(covering)));
            }
            if (above.equals(Name.root)) {
                break;
            }
        }
        return Optional.empty();
    }

    private static Proof proof(Hashed covering) {
        return covering.leavesOut() ? Proof.LEFT_OUT : Proof.PROVED;
    }

    private static boolean lacks(Hashed hashed, int type, Name asked) {
        NSEC3Record record = hashed.record;
        if (record.hasType(type) || record.hasType(Type.CNAME)) {
            return false;
        }
        return type == Type.DS
                ? !record.hasType(Type.SOA) || asked.equals(Name.root)
                : !hashed.isDelegation();
    }

    private Optional<Hashed> at(Name name) throws UnbelievableException {
        byte[] hash = hash(name);
        return records.stream().filter(each -> Arrays.equals(each.owner, hash)).findFirst();
    }

    private Optional<Hashed> covering(Name name) throws UnbelievableException {
        byte[] hash = hash(name);
        return records.stream().filter(each -> each.covers(hash)).findFirst();
    }

    private byte[] hash(Name name) throws UnbelievableException {
        byte @Nullable [] known = hashes.get(name);
        if (known != null) {
            return known;
        }
        if (records.isEmpty()) {
            return new byte[0];
        }
        NSEC3Record how = records.getFirst().record;
        effort.hash(how.getIterations());
        try {
            byte[] hash = how.hashName(name);
            hashes.put(name, hash);
            return hash;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Name nextCloser(Name name, Name encloser) {
        return new Name(name, name.labels() - encloser.labels() - 1);
    }

    // Where it is too long there is none, and nothing says so either.
    private static Name wildcard(Name encloser) {
        return NsecDenial.wildcard(encloser).orElse(encloser);
    }
}
