package dev.gyre.audit;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.observe.ExchangeRecord;

import java.io.IOException;
import java.util.Optional;

/// A tunnel to the judge that speaks no protocol: every octet must come through, both ways.
final class TcpVisit {

    private TcpVisit() {}

    static void run(Visitor visitor, TargetName name, TcpJudge judge, Way way)
            throws VisitFailed, IOException, InterruptedException {
        String nonce = Nonce.fresh();
        Octets octets = TcpJudge.octets(nonce);
        try (Client client = visitor.connect()) {
            ExchangeRecord record = visitor.tunnel(client, way, name, judge.server().port());
            client.send(octets);
            Octets answer = new Octets(client.in().exactly(octets.length()));
            Optional<Sighting> seen = judge.seen().take(nonce);
            seen.ifPresent(sighting -> visitor.judgeAddress(record.egress(), sighting.peer()));
            if (seen.isEmpty() || !octets.equals(seen.get().head()) || !octets.equals(answer)) {
                visitor.evidence().found(Kind.CONTENT, "the octets of a tunnel were changed");
            }
        }
    }
}
