package dev.gyre.inbound.client;

import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeRecord.Kind;
import dev.gyre.observe.RequestLog;
import dev.gyre.observe.RequestLogSettings;
import dev.gyre.observe.RequestLogSettings.Client;
import dev.gyre.observe.RequestLogSettings.Targets;
import dev.gyre.observe.RequestRecord;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/// What is noted of a request while it is under way, where a log of requests is kept. Of its path, as much as the log may tell.
///
/// On the client's event loop.
final class RequestNote {

    private static final int LONGEST_PATH = 2048;

    private final RequestLog log;
    private final Kind kind;
    private final Optional<InetAddress> client;
    private final String user;
    private final String protocol;
    private final String method;
    private final Optional<Target> target;
    private final String path;
    private final long begun = System.nanoTime();
    private String egress = "";
    private int status;
    private long sent;
    private long received;
    private boolean over;

    /// @param user who has logged in; empty when nobody has
    /// @param protocol the version of HTTP; empty when it was none
    /// @param target where it goes; nothing when that was not looked at
    /// @param originForm path and query; empty when there is none
    RequestNote(
            RequestLog log,
            Kind kind,
            Optional<InetAddress> client,
            String user,
            String protocol,
            String method,
            Optional<Target> target,
            String originForm) {
        RequestLogSettings settings = log.settings();
        this.log = log;
        this.kind = kind;
        this.client = settings.client() == Client.NONE ? Optional.empty() : client;
        this.user = settings.users() ? user : "";
        this.protocol = protocol;
        this.method = method;
        this.target = target;
        this.path = settings.targets() == Targets.FULL ? path(settings, originForm) : "";
    }

    private static String path(RequestLogSettings settings, String originForm) {
        int query = originForm.indexOf('?');
        String told = query < 0 || settings.queries() ? originForm : originForm.substring(0, query);
        return told.length() <= LONGEST_PATH ? told : told.substring(0, LONGEST_PATH) + "...";
    }

    /// By which way it left, in words.
    void by(String way) {
        egress = way;
    }

    /// What has become of it so far.
    ///
    /// @param told the status that the client was told; 0 when it was told none
    void carried(int told, long toTarget, long fromTarget) {
        status = told;
        sent = toTarget;
        received = fromTarget;
    }

    /// What kind of a request it is.
    Kind kind() {
        return kind;
    }

    /// It has come to its end; what is said of it later is not told.
    void ended() {
        ended(Optional.empty(), 0, "");
    }

    /// It did not get to its target, or came to no good end.
    ///
    /// @param instead what the client is told, where it was told nothing
    /// @param reason by which rule it was refused; empty when it was by none
    void failed(Failure failure, int instead, String reason) {
        ended(Optional.of(failure), instead, reason);
    }

    private void ended(Optional<Failure> failure, int instead, String reason) {
        if (over) {
            return;
        }
        over = true;
        log.ended(
                new RequestRecord(
                        Instant.now(),
                        kind,
                        client,
                        user,
                        protocol,
                        method,
                        target,
                        path,
                        egress,
                        status > 0 ? status : instead,
                        failure,
                        reason,
                        sent,
                        received,
                        System.nanoTime() - begun));
    }
}
