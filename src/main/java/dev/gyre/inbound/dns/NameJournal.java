package dev.gyre.inbound.dns;

import dev.gyre.dns.ClientQuery;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.observe.RequestLog;
import dev.gyre.observe.RequestLogSettings.Client;
import dev.gyre.observe.RequestRecord;
import dev.gyre.outbound.NameAnswer;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/// What is recorded of clients' questions, for the operator and for the log of requests, where there is one. Safe for all threads.
///
/// @param log is told of those for which an egress was taken, or which were refused
/// @param requests is told of all
record NameJournal(ExchangeLog log, RequestLog requests) {

    private static final String MOVED = "its session moved";

    /// Names have no port of their own.
    private static final int PORT = 53;

    /// The octet of a reply that has its code in the lower half.
    private static final int CODE = 3;

    /// A question by which something was done.
    ///
    /// @param begun by the clock that never goes back
    void asked(InetAddress client, ClientQuery query, NameAnswer answer, long begun) {
        if (!log.equals(ExchangeLog.NONE)) {
            log.ended(
                    new ExchangeRecord(
                            ExchangeRecord.Kind.DNS,
                            query.name() + " " + query.type(),
                            answer.egress().map(Object::toString).orElse(""),
                            answer.failure().map(FailureException::failure),
                            answer.failure()
                                    .map(FailureException::detail)
                                    .or(() ->
                                            answer.sessionMoved()
                                                    ? Optional.of(MOVED)
                                                    : Optional.empty())
                                    .orElse("")));
        }
        answered(client, query, answer, begun);
    }

    /// A question that was answered.
    void answered(InetAddress client, ClientQuery query, NameAnswer answer, long begun) {
        if (!requests.settings().isOn()) {
            return;
        }
        requests.ended(
                new RequestRecord(
                        Instant.now(),
                        ExchangeRecord.Kind.DNS,
                        requests.settings().client() == Client.NONE
                                ? Optional.empty()
                                : Optional.of(client),
                        "",
                        "",
                        query.type(),
                        Optional.of(new Target(query.host(), PORT)),
                        "",
                        answer.egress().map(Object::toString).orElse(""),
                        answer.octets()[CODE] & 0xf,
                        answer.failure().map(FailureException::failure),
                        answer.failure().map(NameJournal::reason).orElse(""),
                        0,
                        answer.octets().length,
                        System.nanoTime() - begun));
    }

    /// By which rule or list, if it was by one.
    private static String reason(FailureException failure) {
        return failure.failure() == Failure.DENIED || failure.failure() == Failure.CLIENT_PROHIBITED
                ? failure.detail()
                : "";
    }
}
