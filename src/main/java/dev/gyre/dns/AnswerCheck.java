package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Checks the signatures of a whole answer (RFC 4035 section 5).
///
/// Each part of it is checked for itself: each alias, and what is at the end of them. A part that is not signed makes the whole
/// insecure, but the others must still be right. What a server says of having checked (AD) counts for nothing.
///
/// What is wrong, missing or beyond [Effort] is bogus; what can't be fetched fails. Only a proof makes anything insecure.
///
/// Blocks; not for event loops. **Threads:** those of one look-up, one after the other.
final class AnswerCheck {

    // One is right; more than that is somebody who wants us to work.
    private static final int MOST_SIGNERS = 2;

    private final TrustChain chain;
    private final SignatureCheck check;
    private final Effort effort;

    AnswerCheck(TrustChain chain, SignatureCheck check, Effort effort) {
        this.chain = chain;
        this.check = check;
        this.effort = effort;
    }

    Verdict verdict(Question question, Message message)
            throws UnbelievableException, FailureException {
        return switch (ReplyReader.read(message, question)) {
            case Reply.Whole whole -> {
                Verdict way = aliases(message, whole.aliases());
                Question end = end(question, whole.aliases());
                yield Verdict.both(
                        way,
                        whole.records().isEmpty()
                                ? negative(message, end, whole.rcode() == Rcode.NOERROR)
                                : positive(message, end));
            }
            case Reply.Alias alias -> aliases(message, alias.aliases());
            case Reply.Failed(String why) -> throw new FailureException(Failure.DNS_ERROR, why);
        };
    }

    private static Question end(Question question, List<CNAMERecord> aliases) {
        return aliases.isEmpty()
                ? question
                : new Question(aliases.getLast().getTarget(), question.type());
    }

    private Verdict aliases(Message message, List<CNAMERecord> aliases)
            throws UnbelievableException, FailureException {
        Verdict verdict = new Verdict.Secure(Long.MAX_VALUE);
        for (CNAMERecord alias : aliases) {
            SignedSet set =
                    AliasSet.at(message.getSection(Section.ANSWER), alias.getName()).orElseThrow();
            if (set.type() == Type.CNAME && set.records().size() > 1) {
                throw UnbelievableException.bogus(set + " are several");
            }
            verdict = Verdict.both(verdict, judge(message, set));
        }
        return verdict;
    }

    private Verdict positive(Message message, Question question)
            throws UnbelievableException, FailureException {
        List<Record> answers = message.getSection(Section.ANSWER);
        // Signatures are themselves not signed, say.
        SignedSet set =
                SignedSet.of(answers, question.name(), question.type())
                        .orElseThrow(() ->
                                UnbelievableException.bogus(
                                        question + " is never signed, by nobody"));
        return judge(message, set);
    }

    private Verdict judge(Message message, SignedSet set)
            throws UnbelievableException, FailureException {
        List<Name> signers = set.signers();
        if (signers.isEmpty()) {
            return unsigned(set.name(), set.type());
        }
        UnbelievableException last =
                UnbelievableException.bogus(set + " is signed by nobody who can be");
        for (Name signer : signers.subList(0, Math.min(signers.size(), MOST_SIGNERS))) {
            switch (chain.zoneOf(signer)) {
                case Zone.Unsigned(String why) -> {
                    return new Verdict.Insecure(why);
                }
                case Zone.Signed zone -> {
                    try {
                        mustBe(signer, zone, set.toString());
                        return judge(message, set, zone, check.check(set, zone));
                    } catch (UnbelievableException wrong) {
                        last = wrong;
                    }
                }
            }
        }
        throw last;
    }

    private static void mustBe(Name signer, Zone.Signed zone, String what)
            throws UnbelievableException {
        if (!zone.name().equals(signer)) {
            throw UnbelievableException.bogus(
                    what + " is signed by " + NameText.of(signer) + ", which is no zone");
        }
    }

    private Verdict judge(
            Message message, SignedSet set, Zone.Signed zone, SignatureCheck.Passed passed)
            throws UnbelievableException {
        if (!passed.isExpanded(set)) {
            return new Verdict.Secure(passed.ttl());
        }
        if (set.type() == Type.DNAME || set.type() == Type.DS) {
            // RFC 4592 sections 4.4 and 4.6.
            throw UnbelievableException.bogus(set + " is a wildcard's");
        }
        // It is a wildcard's: then there must be nothing nearer.
        Name encloser = new Name(set.name(), set.name().labels() - 1 - passed.by().getLabels());
        Denial denial = Denial.of(message, zone, check, effort);
        return verdict(
                denial.noCloser(set.name(), encloser),
                Math.min(passed.ttl(), denial.ttl()),
                zone,
                set + " is a wildcard's, and nothing shows that there is nothing nearer");
    }

    private Verdict negative(Message message, Question question, boolean exists)
            throws UnbelievableException, FailureException {
        Optional<Name> signer = denier(message, question.name());
        if (signer.isEmpty()) {
            return unsigned(question.name(), question.type());
        }
        return switch (chain.zoneOf(signer.get())) {
            case Zone.Unsigned(String why) -> new Verdict.Insecure(why);
            case Zone.Signed zone -> {
                mustBe(signer.get(), zone, "the denial of " + question);
                Denial denial = Denial.of(message, zone, check, effort);
                yield verdict(
                        exists
                                ? denial.noData(question.name(), question.type())
                                : denial.nameError(question.name()),
                        Math.min(denial.ttl(), soaTtl(message, zone)),
                        zone,
                        "nothing shows that "
                                + (exists ? question : NameText.of(question.name()))
                                + " is not there");
            }
        };
    }

    /// The nearest zone above a name that signs anything in the authority section.
    private static Optional<Name> denier(Message message, Name name) {
        List<Record> authority = message.getSection(Section.AUTHORITY);
        return Stream.of(Type.SOA, Type.NSEC, Type.NSEC3)
                .flatMap(type -> SignedSet.all(authority, type).stream())
                .flatMap(set -> set.signers().stream())
                .filter(name::subdomain)
                .max(Comparator.comparingInt(Name::labels));
    }

    /// The record that says how long it holds must be right as well.
    private long soaTtl(Message message, Zone.Signed zone) throws UnbelievableException {
        List<Record> authority = message.getSection(Section.AUTHORITY);
        for (Record record : authority) {
            if (record instanceof SOARecord soa) {
                if (!soa.getName().equals(zone.name())) {
                    throw UnbelievableException.bogus(
                            "the SOA record of " + NameText.of(soa.getName()) + " is not in place");
                }
                SignedSet set = SignedSet.of(authority, zone.name(), Type.SOA).orElseThrow();
                return check.check(set, zone).ttl();
            }
        }
        return Long.MAX_VALUE;
    }

    private static Verdict verdict(Proof proof, long ttl, Zone.Signed zone, String otherwise)
            throws UnbelievableException {
        return switch (proof) {
            case PROVED -> new Verdict.Secure(ttl);
            case LEFT_OUT ->
                    new Verdict.Insecure(
                            NameText.of(zone.name())
                                    + " leaves it out of what is signed (opt-out)");
            case TOO_DEEP ->
                    new Verdict.Insecure(
                            NameText.of(zone.name()) + " hashes names more often than is accepted");
            case NONE ->
                    throw new UnbelievableException(
                            ExtendedErrorCodeOption.NSEC_MISSING, otherwise);
        };
    }

    /// Without a signature it must be proved that there need be none.
    private Verdict unsigned(Name name, int type) throws UnbelievableException, FailureException {
        // Of a zone's DS records its parent tells.
        boolean ofParent = type == Type.DS && !name.equals(Name.root);
        return switch (chain.zoneOf(ofParent ? new Name(name, 1) : name)) {
            case Zone.Unsigned(String why) -> new Verdict.Insecure(why);
            case Zone.Signed zone ->
                    throw new UnbelievableException(
                            ExtendedErrorCodeOption.RRSIGS_MISSING,
                            NameText.of(name)
                                    + " "
                                    + Type.string(type)
                                    + " is not signed, but "
                                    + NameText.of(zone.name())
                                    + " is");
        };
    }
}
