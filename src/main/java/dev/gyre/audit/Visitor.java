package dev.gyre.audit;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.egress.Grade;
import dev.gyre.http.Field;
import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.probe.Difference;
import dev.gyre.probe.Grading;
import dev.gyre.probe.HeadComparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who makes the requests of one row, and what is the same for all of them.
///
/// @param listener where the proxy can be connected to
/// @param client the address to connect from, which nobody may learn
/// @param patience how long an answer may take
/// @param named whether each client connection names a session of its own
/// @param subject what the proxy's pool is made of
/// @param told what targets are to be told
/// @param recorder is told by the proxy which egress it chose
record Visitor(
        InetSocketAddress listener,
        InetAddress client,
        Duration patience,
        boolean named,
        Subject subject,
        Told told,
        Recorder recorder,
        Evidence evidence) {

    private static final Duration RECORD = Duration.ofSeconds(5);

    /// A client that has just connected.
    Client connect() throws IOException {
        recorder.clear();
        return Client.connect(
                listener,
                client,
                patience,
                named ? Optional.of("audit+session=" + Nonce.hex(16)) : Optional.empty());
    }

    String clientText() {
        return Addresses.text(client);
    }

    /// What Gyre says of the request just made.
    ///
    /// @param port of the judge
    /// @throws VisitFailed when Gyre says that it failed, or nothing
    ExchangeRecord record(TargetName name, int port) throws VisitFailed, InterruptedException {
        Optional<ExchangeRecord> record = recorder.next(name.host() + ":" + port, RECORD);
        Optional<Failure> failure = record.flatMap(ExchangeRecord::failure);
        if (failure.isPresent()) {
            name.judge("", false);
            throw VisitFailed.of(record.get(), failure.get());
        }
        return record.orElseThrow(() -> VisitFailed.because("Gyre has no record of the request"));
    }

    /// Opens a tunnel to a judge, and judges who looked the name up.
    ///
    /// @return what Gyre says of it
    ExchangeRecord tunnel(Client client, Way way, TargetName name, int port)
            throws VisitFailed, IOException, InterruptedException {
        Optional<String> refusal = client.tunnel(way, name.host(), port);
        ExchangeRecord record = record(name, port);
        name.judge(record.egress(), true);
        if (refusal.isPresent()) {
            throw VisitFailed.because(refusal.get());
        }
        return record;
    }

    /// Judges the address that a target saw, against what Gyre says it chose.
    void judgeAddress(String egress, InetAddress seen) {
        String saw = Addresses.text(seen);
        evidence.saw(saw);
        switch (subject) {
            case Subject.Sources sources -> {
                if (!saw.equals(egress)) {
                    evidence.found(
                            Kind.ADDRESS, "the target saw " + saw + ", but Gyre chose " + egress);
                } else if (!sources.has(seen)) {
                    evidence.found(
                            Kind.ADDRESS,
                            "the target saw " + saw + ", for which the entry does not stand");
                }
            }
            case Subject.Chain chain -> {
                if (!chain.has(egress)) {
                    evidence.found(
                            Kind.ADDRESS, "Gyre chose " + egress + ", which is not the entry");
                }
            }
            case Subject.Nothing _ -> throw new IllegalStateException("nobody leaves by nothing");
        }
        if (seen.equals(client) && !saw.equals(egress)) {
            evidence.found(Kind.ADDRESS, "the target saw the client's own address, " + saw);
            evidence.graded(Grade.TRANSPARENT);
        }
    }

    /// Judges the head that a target saw.
    void judgeHead(Probe probe, Octets seen) {
        Probe known = told.in(probe, clientText());
        judgeFields(
                probe,
                HeadComparison.of(known.expected().text(), known.gone(), seen.text()),
                Field.of(seen.text()));
    }

    /// Judges how what a target saw differs from what it should have seen.
    void judgeFields(Probe probe, List<Difference> differences, List<Field> seen) {
        told.words(probe, seen).ifPresent(evidence::note);
        told.grade(probe).ifPresent(evidence::graded);
        differences.forEach(each ->
                evidence.found(
                        each.kind() == Difference.Kind.REQUEST ? Kind.CONTENT : Kind.HEADER,
                        each.sentence()));
        evidence.graded(Grading.of(differences, seen, clientText()));
    }
}
