package dev.gyre.dns;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;

/// What says that a name is an alias.
final class AliasSet {

    private AliasSet() {}

    /// The CNAME record of the name; or, when that is not signed, the DNAME record from which a server has made it (RFC 6672
    /// section 5.3.1).
    static Optional<SignedSet> at(List<Record> answers, Name name) {
        Optional<SignedSet> alias = SignedSet.of(answers, name, Type.CNAME);
        if (alias.isPresent() && alias.get().signatures().isEmpty()) {
            Optional<SignedSet> made = made(answers, alias.get());
            return made.isPresent() ? made : alias;
        }
        return alias;
    }

    private static Optional<SignedSet> made(List<Record> answers, SignedSet alias) {
        if (alias.records().size() != 1
                || !(alias.records().getFirst() instanceof CNAMERecord cname)) {
            return Optional.empty();
        }
        for (Record record : answers) {
            if (record instanceof DNAMERecord dname && leadsThere(dname, cname)) {
                return SignedSet.of(answers, dname.getName(), Type.DNAME)
                        .filter(set -> set.records().size() == 1);
            }
        }
        return Optional.empty();
    }

    private static boolean leadsThere(DNAMERecord dname, CNAMERecord cname) {
        try {
            return !cname.getName().equals(dname.getName())
                    && cname.getName().subdomain(dname.getName())
                    && cname.getName().fromDNAME(dname).equals(cname.getTarget());
        } catch (NameTooLongException tooLong) {
            return false;
        }
    }
}
