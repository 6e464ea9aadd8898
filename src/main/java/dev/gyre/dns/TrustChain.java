package dev.gyre.dns;

import dev.gyre.net.FailureException;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Goes from the root down to a zone: each zone says by what keys the next is signed (DS), or proves that it is not (RFC 4035
/// section 5).
///
/// Blocks while it asks; not for event loops. **Threads:** those of one look-up, one after the other.
final class TrustChain {

    // Nobody has more, but who wants them compared with each other.
    private static final int MOST_DIGESTS = 16;
    private static final int MOST_KEYS = 64;

    // What is not signed is looked at again after a while: it may be by then.
    private static final long UNSIGNED_TTL = 300;

    private final List<DSRecord> anchors;
    private final KnownZones known;
    private final KeyQuestions questions;
    private final SignatureCheck check;
    private final Effort effort;

    /// What this look-up has found out: it holds for it, whatever its time to live.
    private final Map<Name, KnownZones.Cut> passed = new HashMap<>();

    TrustChain(
            List<DSRecord> anchors,
            KnownZones known,
            KeyQuestions questions,
            SignatureCheck check,
            Effort effort) {
        this.anchors = anchors;
        this.known = known;
        this.questions = questions;
        this.check = check;
        this.effort = effort;
    }

    /// The zone that a name is in. A name at which a zone begins is in that one.
    Zone zoneOf(Name name) throws UnbelievableException, FailureException {
        Zone zone = begin(Name.root, () -> keys(Name.root, anchors));
        for (int labels = 2; labels <= name.labels(); labels++) {
            switch (zone) {
                case Zone.Unsigned _ -> {
                    return zone;
                }
                case Zone.Signed parent -> {
                    Name next = new Name(name, name.labels() - labels);
                    zone =
                            switch (cut(next, () -> discover(next, parent))) {
                                case KnownZones.Cut.Begins(Zone child, _) -> child;
                                case KnownZones.Cut.Continues _ -> parent;
                            };
                }
            }
        }
        return zone;
    }

    private Zone begin(Name name, KnownZones.Discovery discovery)
            throws UnbelievableException, FailureException {
        return switch (cut(name, discovery)) {
            case KnownZones.Cut.Begins(Zone zone, _) -> zone;
            case KnownZones.Cut.Continues _ -> throw new IllegalStateException("no root");
        };
    }

    private KnownZones.Cut cut(Name name, KnownZones.Discovery discovery)
            throws UnbelievableException, FailureException {
        KnownZones.@Nullable Cut here = passed.get(name);
        if (here == null) {
            here = known.at(name, effort.left(), discovery);
            passed.put(name, here);
        }
        return here;
    }

    private KnownZones.Cut discover(Name name, Zone.Signed parent)
            throws UnbelievableException, FailureException {
        Message message = questions.ask(new Question(name, Type.DS));
        List<Record> answers = message.getSection(Section.ANSWER);
        Optional<SignedSet> digests = SignedSet.of(answers, name, Type.DS);
        if (digests.isPresent()) {
            SignatureCheck.Passed passed = check.check(digests.get(), parent);
            if (passed.isExpanded(digests.get())) {
                throw UnbelievableException.bogus(
                        "the DS records of " + NameText.of(name) + " are a wildcard's");
            }
            return child(name, digests.get(), passed.ttl());
        }
        Optional<SignedSet> alias = AliasSet.at(answers, name);
        if (alias.isPresent()) {
            // Where there is an alias there is nothing else, so no zone begins.
            return new KnownZones.Cut.Continues(check.check(alias.get(), parent).ttl());
        }
        Denial denial = Denial.of(message, parent, check, effort);
        return switch (denial.unsignedCut(name)) {
            case PROVED -> unsigned(name, " is not signed", denial.ttl());
            case LEFT_OUT ->
                    unsigned(name, " is left out of what is signed (opt-out)", denial.ttl());
            case TOO_DEEP ->
                    unsigned(
                            parent.name(),
                            " hashes names more often than is accepted",
                            denial.ttl());
            case NONE -> {
                if (denial.noCut(name) != Proof.PROVED) {
                    throw new UnbelievableException(
                            ExtendedErrorCodeOption.NSEC_MISSING,
                            NameText.of(parent.name())
                                    + " does not prove that "
                                    + NameText.of(name)
                                    + " is not signed");
                }
                yield new KnownZones.Cut.Continues(denial.ttl());
            }
        };
    }

    private static KnownZones.Cut unsigned(Name name, String why, long ttl) {
        return new KnownZones.Cut.Begins(
                new Zone.Unsigned(NameText.of(name) + why), Math.min(ttl, UNSIGNED_TTL));
    }

    private KnownZones.Cut child(Name name, SignedSet set, long ttl)
            throws UnbelievableException, FailureException {
        List<DSRecord> usable =
                set.records().stream()
                        .filter(DSRecord.class::isInstance)
                        .map(DSRecord.class::cast)
                        .filter(Algorithms::knows)
                        .limit(MOST_DIGESTS)
                        .toList();
        if (usable.isEmpty()) {
            return unsigned(name, " is signed by nothing that can be checked", ttl);
        }
        return switch (keys(name, usable)) {
            case KnownZones.Cut.Begins(Zone zone, long holds) ->
                    new KnownZones.Cut.Begins(zone, Math.min(ttl, holds));
            case KnownZones.Cut.Continues continues -> continues;
        };
    }

    /// Asks for a zone's keys. One that is known from above must have signed them all.
    private KnownZones.Cut keys(Name name, List<DSRecord> digests)
            throws UnbelievableException, FailureException {
        Message message = questions.ask(new Question(name, Type.DNSKEY));
        SignedSet set =
                SignedSet.of(message.getSection(Section.ANSWER), name, Type.DNSKEY)
                        .orElseThrow(() -> missing(name));
        if (set.records().size() > MOST_KEYS) {
            throw UnbelievableException.bogus(
                    NameText.of(name) + " has more keys than are looked at");
        }
        List<DNSKEYRecord> keys =
                set.records().stream()
                        .filter(DNSKEYRecord.class::isInstance)
                        .map(DNSKEYRecord.class::cast)
                        .filter(Algorithms::allows)
                        .toList();
        List<DSRecord> best = strongest(digests);
        List<DNSKEYRecord> vouchedFor =
                keys.stream().filter(key -> best.stream().anyMatch(ds -> isOf(ds, key))).toList();
        if (vouchedFor.isEmpty()) {
            throw new UnbelievableException(
                    ExtendedErrorCodeOption.DNSKEY_MISSING,
                    NameText.of(name) + " has none of the keys that are known from above");
        }
        SignatureCheck.Passed passed = check.check(set, new Zone.Signed(name, vouchedFor));
        if (passed.isExpanded(set)) {
            throw UnbelievableException.bogus(
                    "the keys of " + NameText.of(name) + " are a wildcard's");
        }
        return new KnownZones.Cut.Begins(new Zone.Signed(name, keys), passed.ttl());
    }

    /// RFC 4509 section 3: no SHA-1 where there is better.
    private static List<DSRecord> strongest(List<DSRecord> digests) {
        List<DSRecord> better =
                digests.stream().filter(ds -> ds.getDigestID() != DNSSEC.Digest.SHA1).toList();
        return better.isEmpty() ? digests : better;
    }

    private static boolean isOf(DSRecord ds, DNSKEYRecord key) {
        return ds.getFootprint() == key.getFootprint()
                && ds.getAlgorithm() == key.getAlgorithm()
                && Algorithms.knows(ds)
                && Arrays.equals(
                        ds.getDigest(),
                        new DSRecord(key.getName(), key.getDClass(), 0, ds.getDigestID(), key)
                                .getDigest());
    }

    private static UnbelievableException missing(Name name) {
        return new UnbelievableException(
                ExtendedErrorCodeOption.DNSKEY_MISSING, NameText.of(name) + " shows no keys");
    }
}
