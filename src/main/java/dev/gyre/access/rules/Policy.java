package dev.gyre.access.rules;

import dev.gyre.access.domains.DomainLists;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// For what the proxy may be used. Immutable, safe for all threads.
///
/// @param connect to which ports tunnels may be asked for with CONNECT
/// @param denial what those are told who are refused
/// @param use what clients have to accept first
public record Policy(
        Rules rules, ConnectPorts connect, DenialSettings denial, Optional<AcceptableUse> use) {

    /// For everything.
    public static final Policy OPEN =
            new Policy(Rules.NONE, ConnectPorts.ANY, DenialSettings.NONE, Optional.empty());

    private static final String CONNECT = "connect.ports";

    /// The same, by these lists of domains: those that its rules name, or all of the pool file.
    public Policy with(DomainLists lists) {
        return new Policy(rules.with(lists), connect, denial, use);
    }

    /// Whether a request must be judged, if it is asked for in this way.
    public boolean judges(Scheme scheme, int port) {
        return !rules.isNone() || (scheme == Scheme.CONNECT && !connect.include(port));
    }

    public Ruling judge(Case asked) {
        if (asked.scheme() == Scheme.CONNECT && !connect.include(asked.port())) {
            return new Ruling.Denied(
                    new Denial(
                            CONNECT,
                            Optional.of("This proxy makes no tunnel to port " + asked.port() + "."),
                            Action.Deny.FORBIDDEN,
                            Optional.empty(),
                            Denial.About.TARGET));
        }
        return rules.isNone() ? Ruling.ALLOWED : rules.judge(asked);
    }

    /// What its rules keep to a rate.
    public Set<Action.Throttle> throttles() {
        return rules.all().stream()
                .map(Rule::action)
                .filter(Action.Throttle.class::isInstance)
                .map(Action.Throttle.class::cast)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The pages that the operator has written.
    public List<Page> pages() {
        return Stream.concat(
                        use.flatMap(AcceptableUse::page).stream(),
                        rules.all().stream()
                                .map(Rule::action)
                                .flatMap(action ->
                                        action instanceof Action.Deny deny
                                                ? deny.page().stream()
                                                : Stream.empty()))
                .toList();
    }

    /// Which rule decides on a request; for people.
    public String decisive(Case asked) {
        return asked.scheme() == Scheme.CONNECT && !connect.include(asked.port())
                ? CONNECT
                : rules.decisive(asked);
    }
}
