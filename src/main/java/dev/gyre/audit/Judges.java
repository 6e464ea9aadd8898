package dev.gyre.audit;

import dev.gyre.judge.JudgeCertificate;

import java.io.IOException;

/// The audit's own targets and name server, on loopback.
///
/// @param domain below which the audit's names are
record Judges(String domain, HttpJudge http, TlsJudge tls, TcpJudge tcp, DnsJudge dns)
        implements AutoCloseable {

    /// Starts them. Blocks until they listen.
    ///
    /// @throws IOException when they can't: then there is nothing left for the program to do
    static Judges start() throws IOException {
        String domain = "audit-" + Nonce.hex(4) + ".test";
        return new Judges(
                domain,
                new HttpJudge(),
                new TlsJudge(JudgeCertificate.mint("*." + domain)),
                new TcpJudge(),
                new DnsJudge(domain));
    }

    @Override
    public void close() {
        http.close();
        tls.close();
        tcp.close();
        dns.close();
    }
}
