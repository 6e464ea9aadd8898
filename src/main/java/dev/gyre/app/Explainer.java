package dev.gyre.app;

import dev.gyre.access.User;
import dev.gyre.access.Users;
import dev.gyre.access.domains.Blocking;
import dev.gyre.access.rules.Case;
import dev.gyre.access.rules.Policy;
import dev.gyre.access.rules.Ruling;
import dev.gyre.access.rules.Scheme;
import dev.gyre.config.PoolFile;
import dev.gyre.inbound.InboundSettings;
import dev.gyre.inbound.client.Narrowed;
import dev.gyre.inbound.identity.BadClaim;
import dev.gyre.inbound.identity.Claim;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.judge.Judge;
import dev.gyre.net.Credentials;
import dev.gyre.net.Target;
import dev.gyre.observe.Notices;
import dev.gyre.outbound.Destination;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Explanation;
import dev.gyre.rotation.Identity;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Session;
import dev.gyre.rotation.Wish;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells by which egress requests would leave, and why: by the code that serves requests, on the state of a proxy that has just
/// started. Nothing is sent to anybody.
public final class Explainer {

    private final Ways ways;
    private final Claims claims;
    private final Policy policy;
    private final DomainCopies lists;
    private final Blocking blocking;
    private final Optional<Users> users;

    private Explainer(Ways ways, PoolFile file) {
        InboundSettings settings = file.inbound();
        this.ways = ways;
        this.claims = new Claims(settings.claims().unknown());
        this.lists = DomainCopies.of(file.lists());
        this.policy = settings.policy().with(lists.lists());
        this.blocking = lists.blocking(file.lists().blocking());
        this.users = settings.users();
    }

    /// @throws IOException when this machine's trust, or the map of countries, can't be read
    /// @throws NoEgressException when the pool is empty
    public static Explainer of(PoolFile file) throws IOException, NoEgressException {
        Ways ways =
                Ways.of(
                        file,
                        Supplies.of(file, Notices.NONE),
                        ProxyServer.systemTrust(),
                        Capacity.of(0, 0),
                        (_, _) -> {});
        if (ways.pool().size().signum() == 0) {
            throw new NoEgressException();
        }
        return new Explainer(ways, file);
    }

    /// Which lists of domains it doesn't know, in words: what they would block is not told.
    public List<String> missing() {
        return lists.missing();
    }

    /// Who asks, as a client would say it.
    ///
    /// @param client from where
    /// @param credentials the proxy user name and password
    /// @param session what the field `Gyre-Session` says
    /// @param scheme how it asks
    public record Asking(
            InetAddress client,
            Optional<Credentials> credentials,
            Optional<String> session,
            Scheme scheme) {}

    /// One request.
    ///
    /// @param narrowing the part of the pool that the client wants, in words
    /// @param explanation nothing when the target is refused
    /// @param id the name of the egress, where it has one
    /// @param rule which rule decides on it, if there are any
    /// @param denied whether that refuses it
    /// @param blocked in which list of what nobody may have it is, if no rule has refused it before
    public record Explained(
            String narrowing,
            Optional<Explanation> explanation,
            Optional<String> id,
            Optional<String> rule,
            boolean denied,
            Optional<String> blocked) {}

    /// So many requests on one client connection, one after the other.
    ///
    /// @throws IllegalArgumentException when what the client says can't be understood; says why
    public List<Explained> explain(Asking asking, Target target, int requests) {
        Claim claim;
        try {
            claim = claim(asking);
        } catch (BadClaim bad) {
            throw new IllegalArgumentException(bad.getMessage(), bad);
        }
        Identity who = new Identity(asking.client(), claim.user(), 0);
        Optional<Destination> ours = Judge.destination(target);
        Case asked = asked(asking, claim.user(), target);
        Optional<String> rule =
                ours.isPresent() || !policy.judges(asked.scheme(), asked.port())
                        ? Optional.empty()
                        : Optional.of(policy.decisive(asked));
        Optional<String> blocked =
                ours.isPresent() || blocking.isNone()
                        ? Optional.empty()
                        : blocking.refusal(target.host());
        if (rule.isEmpty() && blocked.isEmpty()) {
            return explain(
                    who,
                    claim.wish(),
                    ours.orElseGet(() -> Destination.of(target)),
                    requests,
                    rule);
        }
        return switch (policy.judge(asked)) {
            case Ruling.Denied _ -> refused(requests, claim.wish(), rule, true, Optional.empty());
            case Ruling.Allowed allowed when blocked.isPresent() ->
                    refused(requests, wish(claim, allowed), rule, false, blocked);
            case Ruling.Allowed allowed ->
                    explain(
                            who,
                            wish(claim, allowed),
                            Destination.of(target, allowed.pending()),
                            requests,
                            rule);
        };
    }

    private static Wish wish(Claim claim, Ruling.Allowed allowed) {
        return allowed.way().map(way -> Narrowed.wish(claim.wish(), way)).orElse(claim.wish());
    }

    private static List<Explained> refused(
            int requests,
            Wish wish,
            Optional<String> rule,
            boolean denied,
            Optional<String> blocked) {
        return Collections.nCopies(
                requests,
                new Explained(
                        wish.narrowing().toString(),
                        Optional.empty(),
                        Optional.empty(),
                        rule,
                        denied,
                        blocked));
    }

    /// As the rules see it; whoever says a user's name is taken for that user.
    private Case asked(Asking asking, String name, Target target) {
        Optional<User> user = users.flatMap(all -> all.of(name));
        return new Case(
                asking.scheme(),
                user.map(User::name).orElse(""),
                user.map(User::groups).orElse(Set.of()),
                asking.client(),
                target.host(),
                target.port(),
                method(asking.scheme()),
                InstantSource.system());
    }

    private static String method(Scheme scheme) {
        return switch (scheme) {
            case HTTP -> "GET";
            case CONNECT -> "CONNECT";
            case SOCKS4, SOCKS5, DNS -> "";
        };
    }

    private List<Explained> explain(
            Identity who, Wish wish, Destination destination, int requests, Optional<String> rule) {
        EgressIds ids = new EgressIds(ways.secret());
        Target target = destination.target();
        List<Explained> explained = new ArrayList<>();
        Optional<Session> before = Optional.empty();
        for (int i = 0; i < requests; i++) {
            Session session = ways.sessions().of(who, wish, target, before);
            Optional<Explanation> explanation = ways.dialer().explain(session, destination);
            Optional<Lease> lease =
                    explanation.flatMap(each ->
                            each.outcome() instanceof Lease taken
                                    ? Optional.of(taken)
                                    : Optional.empty());
            lease.ifPresent(taken -> {
                taken.connected(0);
                taken.released();
            });
            explained.add(
                    new Explained(
                            wish.narrowing().toString(),
                            explanation,
                            lease.map(taken -> ids.of(taken.egress())),
                            rule,
                            false,
                            Optional.empty()));
            before = Optional.of(session);
        }
        return explained;
    }

    private Claim claim(Asking asking) throws BadClaim {
        Claim claim =
                asking.credentials().isPresent()
                        ? claims.of(asking.credentials().get())
                        : new Claim("", Wish.NONE);
        return asking.session().isPresent()
                ? new Claim(claim.user(), claims.header(asking.session().get(), claim.wish()))
                : claim;
    }
}
