package dev.gyre.inbound.client;

import dev.gyre.access.rules.Denial;
import dev.gyre.egress.Egress;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.outbound.DialFailure;
import dev.gyre.relay.Carried;
import dev.gyre.rotation.Lease;

import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// What is recorded of one client's requests, for the operator and for the log of requests, where there is one. On the client's event loop.
public final class Journal {

    /// What the log says of a request whose session had to change its egress for it.
    private static final String MOVED = "its session moved";

    private final Service service;
    private final Principal principal;
    private final Future<?> closed;
    private @Nullable RequestNote note;

    /// @param closed when the client's connection is
    Journal(Service service, Principal principal, Future<?> closed) {
        this.service = service;
        this.principal = principal;
        this.closed = closed;
    }

    /// A request is asked, of which the log of requests is to tell.
    ///
    /// @param protocol the version of HTTP, as log files spell it; empty when it is none
    /// @param method of HTTP, or `-`
    /// @param originForm path and query; empty when there is none
    public void begins(
            ExchangeRecord.Kind kind,
            String protocol,
            String method,
            Target target,
            String originForm) {
        note = isKept() ? note(kind, protocol, method, Optional.of(target), originForm) : null;
    }

    private boolean isKept() {
        return service.requests().settings().isOn();
    }

    private RequestNote note(
            ExchangeRecord.Kind kind,
            String protocol,
            String method,
            Optional<Target> target,
            String originForm) {
        return new RequestNote(
                service.requests(),
                kind,
                principal.peer().known(),
                principal.knownUser().orElse(""),
                protocol,
                method,
                target,
                originForm);
    }

    /// How much has passed of the request that is under way.
    ///
    /// @param status that the client was told; 0 when it was told none
    public void carried(int status, long sent, long received) {
        RequestNote its = note;
        if (its != null) {
            its.carried(status, sent, received);
        }
    }

    /// The request has come to its end.
    public void ended() {
        RequestNote its = note;
        if (its != null) {
            its.ended();
            note = null;
        }
    }

    /// The request has become a tunnel, and ends with it.
    public void tunnelled(Carried tunnel) {
        RequestNote its = note;
        if (its != null) {
            note = null;
            closed.addListener(_ -> {
                its.carried(
                        its.kind() == ExchangeRecord.Kind.HTTP ? 101 : 200,
                        tunnel.toTarget(),
                        tunnel.toClient());
                its.ended();
            });
        }
    }

    /// Records that a request got to its target.
    public void served(ExchangeRecord.Kind kind, Target target, Lease lease) {
        RequestNote its = note;
        if (its != null) {
            its.by(lease.egress().toString());
        }
        if (!service.log().equals(ExchangeLog.NONE)) {
            service.log()
                    .ended(
                            new ExchangeRecord(
                                    kind,
                                    target.toString(),
                                    lease.egress().toString(),
                                    Optional.empty(),
                                    lease.sessionMoved() ? MOVED : ""));
        }
    }

    /// Records that a request was answered by a target that Gyre runs itself, and went nowhere.
    public void answered(ExchangeRecord.Kind kind, Target target) {
        ended();
        service.log().ended(new ExchangeRecord(kind, target.toString(), "", Optional.empty(), ""));
    }

    /// Records that a request did not get to its target.
    ///
    /// @param egress by which it left, where the failure does not tell that itself
    /// @return which failure to report to the client
    public Failure failed(
            ExchangeRecord.Kind kind, Target target, Optional<Egress> egress, Throwable cause) {
        Failure failure =
                cause instanceof FailureException known ? known.failure() : Failure.INTERNAL;
        String by = left(failure) ? way(egress, cause).map(Egress::toString).orElse("") : "";
        if (isKept()) {
            RequestNote its = note == null ? note(kind, "", "-", Optional.of(target), "") : note;
            note = null;
            its.by(by);
            Optional<Denial> denial = ClientRules.denial(cause);
            its.failed(
                    failure,
                    denial.map(Denial::status).orElseGet(() -> service.requests().status(failure)),
                    denial.map(Denial::text).orElse(""));
        }
        service.log()
                .ended(
                        new ExchangeRecord(
                                kind,
                                target.toString(),
                                by,
                                Optional.of(failure),
                                cause instanceof FailureException known
                                        ? known.detail()
                                        : cause.toString()));
        return failure;
    }

    /// Records that a request was refused before it was looked at where it goes: no user's.
    public void notLoggedIn(ExchangeRecord.Kind kind, Failure failure) {
        if (isKept()) {
            new RequestNote(
                            service.requests(),
                            kind,
                            principal.peer().known(),
                            "",
                            "",
                            "-",
                            Optional.empty(),
                            "")
                    .failed(failure, service.requests().status(failure), "");
        }
        service.log().ended(new ExchangeRecord(kind, "-", "", Optional.of(failure), ""));
    }

    /// By which egress this very request left: its session may have another by now.
    private static Optional<Egress> way(Optional<Egress> egress, Throwable cause) {
        return cause instanceof DialFailure dialled ? dialled.egress() : egress;
    }

    /// Whether something may have left for a target.
    private static boolean left(Failure failure) {
        return failure.fault() != Failure.Fault.PROXY
                && failure != Failure.TARGET_PROHIBITED
                && failure != Failure.DENIED;
    }
}
