package dev.gyre.audit;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.http.Field;
import dev.gyre.net.Addresses;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.probe.OutsideView;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// Requests to the judge outside. What it does not say is not judged.
final class OutsideVisits {

    private final Visitor visitor;
    private final OutsideJudge judge;
    private final TargetName name;
    private final Here here;

    OutsideVisits(Visitor visitor, OutsideJudge judge, Here here) {
        this.visitor = visitor;
        this.judge = judge;
        this.name = new TargetName.OfOthers(judge.target().host().text());
        this.here = here;
    }

    void run(int requests, Way way) throws VisitFailed, IOException, InterruptedException {
        for (int i = 0; i < requests; i++) {
            try (Client client = visitor.connect()) {
                if (way == Way.HTTP) {
                    absolute(client);
                } else {
                    tunnelled(client, way);
                }
            }
        }
    }

    private void absolute(Client client) throws VisitFailed, IOException, InterruptedException {
        Probe probe = OutsideProbe.absolute(judge.authority(), judge.path(), visitor.clientText());
        client.send(probe.head());
        Reply reply = Reply.read(client.in());
        ExchangeRecord record = visitor.record(name, judge.target().port());
        judge(probe, reply, record.egress());
    }

    private void tunnelled(Client client, Way way)
            throws VisitFailed, IOException, InterruptedException {
        ExchangeRecord record = visitor.tunnel(client, way, name, judge.target().port());
        Probe probe = OutsideProbe.tunnelled(judge.authority(), judge.path());
        client.send(probe.head());
        judge(probe, Reply.read(client.in()), record.egress());
    }

    private void judge(Probe probe, Reply reply, String egress) throws VisitFailed {
        if (reply.status() != 200) {
            throw VisitFailed.because("the judge outside answered " + reply.status());
        }
        OutsideView view =
                OutsideView.of(reply.body().array())
                        .orElseThrow(() ->
                                VisitFailed.because(
                                        "the page of the judge outside is none it knows"));
        List<InetAddress> addresses = view.addresses();
        judgeAddress(egress, addresses.getLast());
        Probe known = visitor.told().in(probe, visitor.clientText());
        visitor.judgeFields(
                probe,
                view.differences(Field.of(known.expected().text()), known.gone()),
                view.seen());
    }

    private void judgeAddress(String egress, InetAddress seen) {
        if (visitor.subject() instanceof Subject.Sources sources
                && Addresses.isPrivate(sources.any())
                && !Addresses.isPrivate(seen)) {
            visitor.evidence().saw(Addresses.text(seen));
            visitor.evidence().note("the network translates " + egress + " on its way");
            return;
        }
        visitor.judgeAddress(egress, seen);
        if (visitor.subject() instanceof Subject.Chain chain
                && !here.has(chain.hops())
                && here.has(seen)) {
            visitor.evidence().found(Kind.ADDRESS, "the target saw an address of this machine");
        }
    }
}
