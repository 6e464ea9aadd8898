package dev.gyre.inbound.client;

import dev.gyre.access.User;
import dev.gyre.access.rules.AcceptableUse;
import dev.gyre.access.rules.Acceptances;
import dev.gyre.access.rules.Action;
import dev.gyre.access.rules.Case;
import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DenialSettings;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.access.rules.Policy;
import dev.gyre.access.rules.Ruling;
import dev.gyre.access.rules.Scheme;
import dev.gyre.net.Target;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.DialFailure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// For what one client may use the proxy: what rules say of its requests, what it has to accept first, and what nobody may have. On the
/// client's event loop.
public final class ClientRules {

    private final Service service;
    private final Principal principal;
    private final ClientLimits limits;

    /// @param limits go by what a rule makes of a request's rate
    ClientRules(Service service, Principal principal, ClientLimits limits) {
        this.service = service;
        this.principal = principal;
        this.limits = limits;
    }

    /// What rules say of a request of this client, as far as it is known before its way out is.
    ///
    /// @param method of HTTP, empty when it has none
    public Ruling judge(Scheme scheme, Target target, String method) {
        limits.unthrottle();
        Policy policy = service.policy();
        if (!policy.judges(scheme, target.port())) {
            return Ruling.ALLOWED;
        }
        Optional<User> user = principal.asUser();
        Ruling ruling =
                policy.judge(
                        new Case(
                                scheme,
                                user.map(User::name).orElse(""),
                                user.map(User::groups).orElse(Set.of()),
                                principal.address(),
                                target.host(),
                                target.port(),
                                method,
                                InstantSource.system()));
        if (ruling instanceof Ruling.Allowed(Optional<Action.Way> way, _, _)
                && way.isPresent()
                && way.get() instanceof Action.Throttle slow) {
            limits.throttle(service.shaper(slow));
        }
        return ruling;
    }

    /// Which list of what nobody may have a destination is in, if it is in one. What Gyre runs itself is in none.
    Optional<Denial> blocked(Destination destination) {
        return destination.addresses().isEmpty()
                ? BlockedTarget.refusal(service.settings().blocking(), destination.target().host())
                : Optional.empty();
    }

    /// What those are told whom a rule refuses, beside the reason.
    public DenialSettings denial() {
        return service.policy().denial();
    }

    /// Which rule has refused a request, if one has.
    public static Optional<Denial> denial(Throwable cause) {
        return switch (cause) {
            case DeniedException denied -> Optional.of(denied.denial());
            case DialFailure dialled -> dialled.denial();
            default -> Optional.empty();
        };
    }

    /// What clients have to accept first, if anything.
    public Optional<AcceptableUse> use() {
        return service.policy().use();
    }

    /// Whether this one has accepted it no longer than so long ago.
    public boolean hasAccepted(Duration valid) {
        return acceptances().has(asAccepting(), valid);
    }

    /// Which clients have.
    public Acceptances acceptances() {
        return service.acceptances();
    }

    /// As who it accepts: a user, where users are asked for; else whoever comes from its address.
    public String asAccepting() {
        return principal.users().isPresent()
                ? "user " + principal.user()
                : "address " + principal.address();
    }
}
