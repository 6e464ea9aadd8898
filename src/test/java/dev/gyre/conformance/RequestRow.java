package dev.gyre.conformance;

import java.util.List;
import java.util.stream.Stream;

/// A request as it is sent, and what must become of it.
///
/// @param rfc number and section that say so
/// @param wire in the notation of [Wire]
record RequestRow(String name, String rfc, String wire, Outcome outcome) {

    /// What must become of a request.
    sealed interface Outcome {

        /// It is answered by the target, which saw just this.
        ///
        /// @param persists whether the client's connection serves on
        record Passes(String saw, boolean persists) implements Outcome {}

        /// The client is told this status, and the connection ends; no target hears of it.
        record Refused(int status) implements Outcome {}

        /// The same, but it may have been on its way already: the target saw at most a part of this, and no end.
        record Broken(int status, String saw) implements Outcome {}

        /// The proxy itself answers with exactly this but for the date, and the connection ends.
        record Answered(String reply) implements Outcome {}

        /// The target gets just this, and all that follows.
        record Tunnel(String saw) implements Outcome {}

        /// It is none of HTTP: on a new connection the client is told nothing; behind a request it is refused by 400.
        record Strange() implements Outcome {}

        /// The client ended in the middle: it is told nothing, and the target saw at most a part of this.
        record Abandoned(String saw) implements Outcome {}
    }

    static RequestRow passes(String name, String rfc, String wire, String saw) {
        return new RequestRow(name, rfc, wire, new Outcome.Passes(saw, true));
    }

    /// The last on its connection.
    static RequestRow passesLast(String name, String rfc, String wire, String saw) {
        return new RequestRow(name, rfc, wire, new Outcome.Passes(saw, false));
    }

    static RequestRow refused(String name, String rfc, String wire, int status) {
        return new RequestRow(name, rfc, wire, new Outcome.Refused(status));
    }

    static RequestRow broken(String name, String rfc, String wire, int status, String saw) {
        return new RequestRow(name, rfc, wire, new Outcome.Broken(status, saw));
    }

    static RequestRow answered(String name, String rfc, String wire, String reply) {
        return new RequestRow(name, rfc, wire, new Outcome.Answered(reply));
    }

    static RequestRow tunnel(String name, String rfc, String wire, String saw) {
        return new RequestRow(name, rfc, wire, new Outcome.Tunnel(saw));
    }

    static RequestRow strange(String name, String rfc, String wire) {
        return new RequestRow(name, rfc, wire, new Outcome.Strange());
    }

    static RequestRow abandoned(String name, String rfc, String wire, String saw) {
        return new RequestRow(name, rfc, wire, new Outcome.Abandoned(saw));
    }

    /// A GET with these field lines, next to a good `Host`.
    static String get(String fields) {
        return "GET http://{origin}/ HTTP/1.1\nHost: {origin}\n" + fields + "\n\n";
    }

    /// What the target sees of it when these lines are left.
    static String got(String fields) {
        return "GET / HTTP/1.1\nHost: {origin}\n" + fields + (fields.isEmpty() ? "\n" : "\n\n");
    }

    /// A POST with these field lines and this body.
    static String post(String fields, String body) {
        return "POST http://{origin}/ HTTP/1.1\nHost: {origin}\n" + fields + "\n\n" + body;
    }

    /// What the target sees of it.
    static String posted(String fields, String body) {
        return "POST / HTTP/1.1\nHost: {origin}\n" + fields + "\n\n" + body;
    }

    /// The same, with what it is about in front of its name.
    static Stream<RequestRow> about(String topic, List<RequestRow> rows) {
        return rows.stream()
                .map(row ->
                        new RequestRow(topic + ": " + row.name, row.rfc, row.wire, row.outcome));
    }

    /// The method, as far as there is one.
    String method() {
        return wire.strip().split("[ \n<]", 2)[0];
    }

    @Override
    public String toString() {
        return name + " (RFC " + rfc + ")";
    }
}
