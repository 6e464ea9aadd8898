package dev.gyre.inbound.client;

import dev.gyre.access.Logins;
import dev.gyre.access.Users;
import dev.gyre.access.limits.Limits;
import dev.gyre.access.limits.Shaper;
import dev.gyre.access.rules.Acceptances;
import dev.gyre.access.rules.Action;
import dev.gyre.access.rules.Policy;
import dev.gyre.anonymity.HeaderEdits;
import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.inbound.identity.HeaderUse;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Host;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.RequestLog;
import dev.gyre.outbound.Allowance;
import dev.gyre.outbound.Dialer;
import dev.gyre.outbound.IdleConnections;
import dev.gyre.outbound.OpenWays;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.relay.TunnelLimits;
import dev.gyre.rotation.Sessions;

import io.netty.channel.EventLoop;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What every client connection needs to serve its client. Safe for all threads.
public final class Service {

    /// How many idle connections one event loop keeps.
    private static final int KEPT_FOR_LOOP = 4096;

    /// How many of them one session keeps.
    private static final int KEPT_FOR_SESSION = 16;

    private volatile ServiceSettings settings;
    private final Sessions sessions;
    private final Logins logins;
    private final Limits limits;
    private final Verdicts verdicts;
    private final Dialer dialer;
    private final List<BuiltInTarget> builtIn;
    private final OpenWays open;
    private final Allowance idle;
    private final ExchangeLog log;
    private final RequestLog requests;
    private final Defects defects;
    private final Map<Disclosure, Map<EventLoop, IdleConnections>> waiting;
    private final Acceptances acceptances = new Acceptances(System::nanoTime);
    private final Map<Action.Throttle, Shaper> throttled = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param logins tells users by their passwords
    /// @param limits keeps clients within them
    /// @param verdicts heeds what clients say of egresses
    /// @param builtIn the targets that Gyre runs itself
    /// @param open which egresses are in use
    /// @param idle how many connections to targets may wait for their next request
    public Service(
            ServiceSettings settings,
            Sessions sessions,
            Logins logins,
            Limits limits,
            Verdicts verdicts,
            Dialer dialer,
            List<BuiltInTarget> builtIn,
            OpenWays open,
            Allowance idle,
            ExchangeLog log,
            RequestLog requests,
            Defects defects) {
        // Who said more by a connection than the next would is known by it.
        this.waiting =
                Arrays.stream(Disclosure.values())
                        .collect(Collectors.toMap(each -> each, _ -> new ConcurrentHashMap<>()));
        this.settings = settings;
        this.sessions = sessions;
        this.logins = logins;
        this.limits = limits;
        this.verdicts = verdicts;
        this.dialer = dialer;
        this.builtIn = List.copyOf(builtIn);
        this.open = open;
        this.idle = idle;
        this.log = log;
        this.requests = requests;
        this.defects = defects;
    }

    /// Goes by these from now on. What runs takes each of them up at its next step.
    public void use(ServiceSettings next) {
        OutboundSettings before = settings.outbound();
        // Those that wait read heads as they did.
        boolean otherwise = !next.heads().equals(settings.heads());
        settings = next;
        limits.use(next.limits());
        throttled.keySet().retainAll(next.policy().throttles());
        if (otherwise || !next.outbound().equals(before)) {
            boolean all = otherwise || next.outbound().reuse() != before.reuse();
            waiting().forEach(each -> each.reviewed(all));
        }
    }

    /// Targets that were allowed may not be any more: no connection by which one was reached waits for another request.
    public void closeIdle() {
        waiting().forEach(each -> each.reviewed(true));
    }

    /// What is gone by now.
    public ServiceSettings settings() {
        return settings;
    }

    /// No connection is kept for a further request from now on.
    public void stop() {
        stopping = true;
    }

    /// Some egresses are no longer in use: no connection by them waits for another request.
    public void closeIdleOfThoseThatLeft() {
        waiting().forEach(IdleConnections::closeThoseThatLeft);
    }

    private Stream<IdleConnections> waiting() {
        return waiting.values().stream().flatMap(each -> each.values().stream());
    }

    boolean isStopping() {
        return stopping;
    }

    /// Who may use the proxy; nothing when anybody may.
    Optional<Users> users() {
        return settings.users();
    }

    /// Tells users by their passwords.
    Logins logins() {
        return logins;
    }

    /// How much users, clients and sites may take.
    Limits limits() {
        return limits;
    }

    Timeouts timeouts() {
        return settings.timeouts();
    }

    TunnelLimits tunnels() {
        return settings.tunnels();
    }

    HeadLimits heads() {
        return settings.heads();
    }

    /// Which clients have accepted what they had to.
    Acceptances acceptances() {
        return acceptances;
    }

    /// What spreads the requests of a rule over time.
    Shaper shaper(Action.Throttle rule) {
        return throttled.computeIfAbsent(rule, each -> new Shaper(each.rate(), System::nanoTime));
    }

    /// For what the proxy may be used.
    Policy policy() {
        return settings.policy();
    }

    /// What becomes of the fields of messages.
    HeaderSettings headers() {
        return settings.headers();
    }

    /// What is done to the fields of messages to and from a host.
    HeaderEdits edits(Host host) {
        return settings.edits().of(host);
    }

    /// Which session each request belongs to.
    Sessions sessions() {
        return sessions;
    }

    /// Reads what clients say of themselves.
    Claims claims() {
        return new Claims(settings.claims().unknown());
    }

    Dialer dialer() {
        return dialer;
    }

    /// The target that Gyre runs itself under this name, if it does.
    Optional<BuiltInTarget> builtIn(Target target) {
        for (BuiltInTarget each : builtIn) {
            if (each.is(target)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    HeaderUse headerUse() {
        return settings.claims().header();
    }

    /// Names of egresses, where clients on this machine may know them.
    Optional<RevealedEgresses> reveal() {
        return settings.reveal();
    }

    /// Who heeds what clients say of egresses.
    Verdicts verdicts() {
        return verdicts;
    }

    ExchangeLog log() {
        return log;
    }

    /// The log of requests, be there one or not.
    public RequestLog requests() {
        return requests;
    }

    Defects defects() {
        return defects;
    }

    /// Whether connections to targets are for every client's requests.
    boolean sharesIdle() {
        return settings.outbound().reuse() == OutboundSettings.Reuse.EGRESS;
    }

    /// The connections of a loop that wait for their next request, if any may.
    ///
    /// @param told how much has been told on them
    Optional<IdleConnections> idle(EventLoop loop, Disclosure told) {
        return settings.outbound().reuse() == OutboundSettings.Reuse.NEVER
                ? Optional.empty()
                : Optional.of(
                        waiting.getOrDefault(told, Map.of())
                                .computeIfAbsent(
                                        loop,
                                        _ ->
                                                new IdleConnections(
                                                        loop,
                                                        KEPT_FOR_LOOP,
                                                        KEPT_FOR_SESSION,
                                                        idle,
                                                        () -> settings.outbound().idle(),
                                                        open::stays)));
    }
}
