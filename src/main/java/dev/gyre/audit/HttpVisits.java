package dev.gyre.audit;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.observe.ExchangeRecord;

import java.io.IOException;
import java.util.Optional;

/// Requests to the HTTP judge: two on the first client connection, one on each other.
final class HttpVisits {

    private final Visitor visitor;
    private final TargetName name;
    private final HttpJudge judge;
    private final boolean sessionsLast;
    private int session;

    /// @param sessionsLast whether all requests of a client connection are of one session
    HttpVisits(Visitor visitor, TargetName name, HttpJudge judge, boolean sessionsLast) {
        this.visitor = visitor;
        this.name = name;
        this.judge = judge;
        this.sessionsLast = sessionsLast;
    }

    /// Makes so many requests in absolute form; at least two.
    void run(int requests) throws VisitFailed, IOException, InterruptedException {
        try (Client client = visitor.connect()) {
            absolute(client, false);
            if (!sessionsLast) {
                session++;
            }
            absolute(client, true);
        }
        for (int i = 2; i < requests; i++) {
            session++;
            try (Client client = visitor.connect()) {
                absolute(client, false);
            }
        }
    }

    /// Makes one request through each of so many tunnels.
    void run(int tunnels, Way way) throws VisitFailed, IOException, InterruptedException {
        for (int i = 0; i < tunnels; i++) {
            try (Client client = visitor.connect()) {
                ExchangeRecord record = visitor.tunnel(client, way, name, judge.server().port());
                Probe probe = Probe.tunnelled(authority(), i % 2 == 1);
                exchange(client, probe, record.egress());
            }
            session++;
        }
    }

    private void absolute(Client client, boolean withBody)
            throws VisitFailed, IOException, InterruptedException {
        Probe probe =
                Probe.absolute(authority(), visitor.clientText(), client.credentials(), withBody);
        client.send(probe.head(), probe.body());
        Reply reply = Reply.read(client.in());
        ExchangeRecord record = visitor.record(name, judge.server().port());
        name.judge(record.egress(), judge(probe, reply, record.egress()));
    }

    private void exchange(Client client, Probe probe, String egress)
            throws VisitFailed, IOException {
        client.send(probe.head(), probe.body());
        var _ = judge(probe, Reply.read(client.in()), egress);
    }

    /// Judges what the target saw.
    ///
    /// @return whether it came by a connection that had not been seen before
    private boolean judge(Probe probe, Reply reply, String egress) throws VisitFailed {
        Optional<Sighting> seen = judge.seen().take(probe.nonce());
        if (seen.isEmpty()) {
            if (reply.status() == 200) {
                visitor.evidence().found(Kind.CONTENT, "somebody answered in the target's place");
                return false;
            }
            throw VisitFailed.because("the answer was " + reply.status());
        }
        Sighting sighting = seen.get();
        visitor.judgeAddress(egress, sighting.peer());
        visitor.judgeHead(probe, sighting.head());
        boolean fresh = visitor.evidence().cameBy("http " + sighting.connection(), session);
        if (!probe.body().equals(sighting.body())) {
            visitor.evidence().found(Kind.CONTENT, "the body of a request was changed");
        }
        if (reply.status() != 200 || !reply.body().equals(HttpJudge.answer(probe.nonce()))) {
            visitor.evidence().found(Kind.CONTENT, "the target's answer was changed");
        }
        return fresh;
    }

    private String authority() {
        return name.host() + ":" + judge.server().port();
    }
}
