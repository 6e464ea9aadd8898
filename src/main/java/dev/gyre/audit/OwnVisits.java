package dev.gyre.audit;

import java.io.IOException;
import java.math.BigInteger;

/// All requests of one row to the audit's own judges.
///
/// @param sessionsLast whether all requests of a client connection are of one session
record OwnVisits(Visitor visitor, Judges judges, boolean sessionsLast) {

    /// How many requests there are for an entry that stands for many addresses, and for one that stands for one.
    private static final int MANY = 8;

    private static final int FEW = 3;

    /// Those of a tunnel's row that go to the TLS judge and to the one that speaks no protocol.
    private static final int OTHERS = 2;

    /// Makes them, until one fails.
    ///
    /// @param label of the row, in the names that it asks for
    void run(Way way, String label) throws VisitFailed, IOException, InterruptedException {
        AuditName name =
                new AuditName(name(label), visitor.subject(), judges.dns(), visitor.evidence());
        try {
            run(way, name);
        } catch (VisitFailed failed) {
            if (!name.givesWay(failed)) {
                throw failed;
            }
            run(way, name);
            visitor.evidence()
                    .note("the hop does not know the judges' names, but gets to their address");
        }
    }

    private String name(String label) {
        return switch (visitor.subject()) {
            case Subject.Chain _ -> label + DnsJudge.IPV4_ONLY + "." + judges.domain();
            case Subject.Sources _, Subject.Nothing _ -> label + "." + judges.domain();
        };
    }

    private void run(Way way, AuditName name)
            throws VisitFailed, IOException, InterruptedException {
        HttpVisits http = new HttpVisits(visitor, name, judges.http(), sessionsLast);
        int requests = requests();
        if (way == Way.HTTP) {
            http.run(requests);
        } else {
            http.run(Math.max(requests - OTHERS, 2), way);
            TlsVisit.run(visitor, name, judges.tls(), way);
            TcpVisit.run(visitor, name, judges.tcp(), way);
        }
    }

    private int requests() {
        return switch (visitor.subject()) {
            case Subject.Sources sources ->
                    sources.size()
                            .min(BigInteger.valueOf(MANY))
                            .max(BigInteger.valueOf(FEW))
                            .intValue();
            case Subject.Chain _, Subject.Nothing _ -> FEW;
        };
    }
}
