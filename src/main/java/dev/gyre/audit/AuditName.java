package dev.gyre.audit;

import dev.gyre.audit.DnsJudge.Question;
import dev.gyre.audit.Finding.Kind;
import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;

import java.net.InetAddress;
import java.util.List;

/// By which name a row's requests go to the judges, and who has looked it up. For one thread.
///
/// A hop may not know the audit's names, which are in no name server but the audit's; then the judges are asked for by their
/// address, as soon as it has been seen that Gyre left the name to the hop.
final class AuditName implements TargetName {

    private static final InetAddress LOOPBACK = Addresses.parse("127.0.0.1").orElseThrow();

    private final String name;
    private final Subject subject;
    private final DnsJudge dns;
    private final Evidence evidence;
    private boolean byAddress;

    /// @param name below the judges' domain, and of this row alone
    AuditName(String name, Subject subject, DnsJudge dns, Evidence evidence) {
        this.name = name;
        this.subject = subject;
        this.dns = dns;
        this.evidence = evidence;
    }

    @Override
    public String host() {
        return byAddress ? Addresses.text(LOOPBACK) : name;
    }

    @Override
    public void judge(String egress, boolean fresh) {
        List<Question> asked = dns.take(name);
        switch (subject) {
            case Subject.Sources _ when egress.isEmpty() -> {}
            case Subject.Sources _ -> {
                asked.stream()
                        .filter(each -> !Addresses.text(each.source()).equals(egress))
                        .forEach(each ->
                                elsewhere("was asked for by " + text(each) + ", not by " + egress));
                if (fresh) {
                    neverAsked(asked);
                }
                evidence.lookedUp(Names.BY_EGRESS);
            }
            case Subject.Chain chain when chain.resolvesNames() -> {
                asked.forEach(
                        each -> elsewhere("was asked for by " + text(each) + ", beside the hop"));
                if (!egress.isEmpty()) {
                    evidence.lookedUp(Names.BY_HOP);
                }
            }
            case Subject.Chain _ -> {
                asked.stream()
                        .filter(each -> !each.stream())
                        .forEach(each ->
                                elsewhere("was asked for by " + text(each) + ", beside the hop"));
                if (!egress.isEmpty() && fresh) {
                    neverAsked(asked);
                }
                if (!egress.isEmpty()) {
                    evidence.lookedUp(Names.THROUGH_HOPS);
                }
            }
            case Subject.Nothing _ -> {}
        }
    }

    private void neverAsked(List<Question> asked) {
        if (asked.isEmpty()) {
            elsewhere("was found without a question to the name server of the pool file");
        }
    }

    private void elsewhere(String how) {
        evidence.lookedUp(Names.ELSEWHERE);
        evidence.found(Kind.NAME, "the target's name " + how);
    }

    private static String text(Question question) {
        return Addresses.text(question.source()) + (question.stream() ? " by TCP" : "");
    }

    /// Whether the same is worth another try by address.
    boolean givesWay(VisitFailed failed) {
        boolean may =
                !byAddress
                        && subject instanceof Subject.Chain chain
                        && chain.resolvesNames()
                        && failed.failure().filter(AuditName::mayBeTheTarget).isPresent();
        byAddress |= may;
        return may;
    }

    /// Whether the hop may be well, and only not get to where it was sent.
    static boolean mayBeTheTarget(Failure failure) {
        return failure.fault() == Failure.Fault.TARGET
                || failure == Failure.HOP_CLOSED
                || failure == Failure.HOP_DENIED
                || failure == Failure.HOP_PROTOCOL;
    }
}
