package dev.gyre.dns;

import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;

/// What NSEC records of one zone prove not to be there (RFC 4035 section 5.4). They were checked.
///
/// @param zone whose they are
record NsecDenial(Name zone, List<NSECRecord> records) {

    private static final Name WILDCARD = Name.fromConstantString("*");

    NsecDenial {
        records = List.copyOf(records);
    }

    /// That neither the name exists, nor a wildcard that would stand for it.
    Proof nameError(Name name) {
        return closestEncloser(name)
                        .flatMap(NsecDenial::wildcard)
                        .flatMap(wildcard -> between(wildcard).filter(n -> !isAbove(wildcard, n)))
                        .isPresent()
                ? Proof.PROVED
                : Proof.NONE;
    }

    /// That the name, or the wildcard that stands for it, has no records of this type.
    Proof noData(Name name, int type) {
        Optional<NSECRecord> own = at(name);
        if (own.isPresent()) {
            return lacks(own.get(), type) ? Proof.PROVED : Proof.NONE;
        }
        if (between(name).filter(nsec -> isAbove(name, nsec)).isPresent()) {
            // There are names below it: it exists, and has nothing of its own.
            return Proof.PROVED;
        }
        return closestEncloser(name)
                        .flatMap(NsecDenial::wildcard)
                        .flatMap(this::at)
                        .filter(nsec -> lacks(nsec, type))
                        .isPresent()
                ? Proof.PROVED
                : Proof.NONE;
    }

    /// That no name is nearer to this one than that under which the wildcard is that stands for it.
    Proof noCloser(Name name, Name encloser) {
        return closestEncloser(name).filter(encloser::equals).isPresent()
                ? Proof.PROVED
                : Proof.NONE;
    }

    /// Whether a part of the zone is handed to others at this name, unsigned. `PROVED` when it is; `NONE` when that can't be told.
    Proof unsignedCut(Name name) {
        return at(name).filter(nsec -> isDelegation(nsec) && !nsec.hasType(Type.DS)).isPresent()
                ? Proof.PROVED
                : Proof.NONE;
    }

    /// That no part of the zone is handed to others at this name.
    Proof noCut(Name name) {
        Optional<NSECRecord> own = at(name);
        boolean none =
                own.isPresent()
                        ? !own.get().hasType(Type.NS) && !own.get().hasType(Type.DS)
                        : between(name).isPresent();
        return none ? Proof.PROVED : Proof.NONE;
    }

    /// The nearest name above that exists, when it is shown that the name itself does not.
    private Optional<Name> closestEncloser(Name name) {
        return between(name)
                .filter(nsec -> !isAbove(name, nsec))
                .map(nsec -> {
                    Name before = common(name, nsec.getName());
                    Name after = common(name, nsec.getNext());
                    return before.labels() > after.labels() ? before : after;
                });
    }

    private Optional<NSECRecord> at(Name name) {
        return records.stream().filter(nsec -> nsec.getName().equals(name)).findFirst();
    }

    /// The record in whose gap the name is. One of a name under which others' names are says nothing of those (RFC 6840 4.1, 4.4).
    private Optional<NSECRecord> between(Name name) {
        return records.stream().filter(nsec -> covers(nsec, name)).findFirst();
    }

    private boolean covers(NSECRecord nsec, Name name) {
        Name owner = nsec.getName();
        Name next = nsec.getNext();
        if (!name.subdomain(zone) || owner.compareTo(name) >= 0) {
            return false;
        }
        boolean isLast = next.compareTo(owner) <= 0;
        if (isLast ? !next.equals(zone) : name.compareTo(next) >= 0) {
            return false;
        }
        return !name.subdomain(owner) || !(isDelegation(nsec) || nsec.hasType(Type.DNAME));
    }

    private static boolean lacks(NSECRecord nsec, int type) {
        if (nsec.hasType(type) || nsec.hasType(Type.CNAME)) {
            return false;
        }
        // At a cut there are two such records: the parent's tells of DS only, the child's of all
        // else.
        return type == Type.DS
                ? !nsec.hasType(Type.SOA) || nsec.getName().equals(Name.root)
                : !isDelegation(nsec);
    }

    private static boolean isDelegation(NSECRecord nsec) {
        return nsec.hasType(Type.NS) && !nsec.hasType(Type.SOA);
    }

    private static boolean isAbove(Name name, NSECRecord nsec) {
        return nsec.getNext().subdomain(name);
    }

    private static Name common(Name one, Name other) {
        Name common = one;
        while (!other.subdomain(common)) {
            common = new Name(common, 1);
        }
        return common;
    }

    static Optional<Name> wildcard(Name encloser) {
        try {
            return Optional.of(Name.concatenate(WILDCARD, encloser));
        } catch (NameTooLongException tooLong) {
            return Optional.empty();
        }
    }
}
