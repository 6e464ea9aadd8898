package dev.gyre.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.conformance.ResponseRow.Outcome;
import dev.gyre.testkit.Gyre;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Each answer over real sockets in each form, from a target of its own. A marker is asked for behind each on the
/// same connection: it is what comes next, or nothing is.
final class ResponseRuns {

    private record Key(ResponseRow row, AnswerForm form) {}

    /// One dialogue yet to come, and the target for it.
    private record Plan(Key key, RawOrigin origin, CountDownLatch heard) {

        static Plan of(Key key) {
            CountDownLatch heard = new CountDownLatch(1);
            return new Plan(key, RawOrigin.start(new FixedAnswer(key, heard)), heard);
        }

        Dialogue ask(InetSocketAddress proxy) throws IOException {
            String wire = Wire.text(key.row.request() + RequestForm.MARKER, origin.authority());
            return Dialogue.of(proxy, List.of(wire), false, heard);
        }
    }

    private record Run(Parallel.Outcome<Dialogue> dialogue, List<String> saw) {}

    private final Map<Key, Run> runs = new ConcurrentHashMap<>();

    private ResponseRuns() {}

    static ResponseRuns of(List<ResponseRow> rows) throws Exception {
        ResponseRuns runs = new ResponseRuns();
        for (AnswerForm form : AnswerForm.values()) {
            runs.add(rows.stream().map(row -> Plan.of(new Key(row, form))).toList(), form);
        }
        return runs;
    }

    private void add(List<Plan> plans, AnswerForm form) throws Exception {
        try {
            List<Parallel.Outcome<Dialogue>> said;
            try (Gyre gyre = Gyre.start(form.pool())) {
                said = Parallel.map(plans, plan -> plan.ask(gyre.address()));
            }
            for (int i = 0; i < plans.size(); i++) {
                Plan plan = plans.get(i);
                runs.put(plan.key, new Run(said.get(i), plan.origin.saw()));
            }
        } finally {
            plans.forEach(plan -> plan.origin.close());
        }
    }

    /// Says a row's answer; to the marker, what it always says.
    private record FixedAnswer(Key key, CountDownLatch heard) implements RawOrigin.Answers {

        private static final PlainAnswers PLAIN = new PlainAnswers();

        @Override
        public String toHead(String head) {
            return "";
        }

        @Override
        public RawOrigin.Answer toRequest(String head) {
            if (head.contains("/marker ")) {
                return PLAIN.toRequest(head);
            }
            String answer = Wire.text(key.row.answer(), "");
            return new RawOrigin.Answer(
                    key.form == AnswerForm.OCTETS ? RequestForm.octets(answer) : List.of(answer),
                    key.row.end(),
                    heard);
        }
    }

    /// Compares what a client was told with what it must be told.
    void judge(ResponseRow row, AnswerForm form) {
        Run run = runs.get(new Key(row, form));
        Dialogue dialogue = run.dialogue.get();
        List<Message> replies =
                Message.replies(
                        dialogue.told(), List.of(row.method(), "GET"), dialogue.endedWell());
        switch (row.outcome()) {
            case Outcome.Told(List<String> must, boolean persists) -> {
                List<String> all = new ArrayList<>(must);
                if (persists) {
                    all.add(PlainAnswers.MARKER_LAST);
                }
                told(row, all, replies);
                endedWell(row, dialogue);
            }
            case Outcome.Switched(String reply) -> {
                told(row, List.of(reply, PlainAnswers.MARKER), replies);
                endedWell(row, dialogue);
            }
            case Outcome.BadGateway(List<String> interim) -> {
                badGateway(row, interim, replies);
                endedWell(row, dialogue);
            }
            case Outcome.Cut(String most) -> cut(row, most, replies);
        }
        assertThat(String.join("", run.saw).split(row.method() + " / HTTP/1.1\r\n", -1))
                .as("%s: how often the target is asked, and one more", row)
                .hasSize(2);
    }

    /// How many rows left a connection to the target that served on.
    long kept() {
        return runs.entrySet().stream()
                .filter(run -> run.getKey().form == AnswerForm.KEPT)
                .filter(run -> run.getValue().saw.size() == 1)
                .filter(run -> run.getValue().saw.getFirst().contains("GET /marker "))
                .count();
    }

    private static void endedWell(ResponseRow row, Dialogue dialogue) {
        assertThat(dialogue.endedWell()).as("%s: the connection ends well", row).isTrue();
    }

    private static void badGateway(ResponseRow row, List<String> interim, List<Message> replies) {
        assertThat(replies).as("%s: replies", row).hasSize(interim.size() + 2);
        int last = interim.size();
        told(row, interim, replies.subList(0, last));
        assertThat(replies.get(last).head())
                .as("%s: the reply", row)
                .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                .contains("\r\nProxy-Status: proxy; error=");
        assertThat(replies.get(last).whole()).as("%s: the reply is whole", row).isTrue();
        told(row, List.of(PlainAnswers.MARKER_LAST), replies.subList(last + 1, last + 2));
    }

    /// There is no whole reply, and nothing that the target did not say.
    private static void cut(ResponseRow row, String most, List<Message> replies) {
        assertThat(replies).as("%s: replies", row).hasSizeLessThanOrEqualTo(1);
        for (Message reply : replies) {
            assertThat(reply.whole())
                    .as("%s: passed off as whole: %s", row, Wire.show(reply.text()))
                    .isFalse();
            assertThat(Wire.show(Wire.text(most, "")))
                    .as("%s: what it may be told at most", row)
                    .startsWith(Wire.show(reply.text()));
        }
    }

    private static void told(ResponseRow row, List<String> must, List<Message> replies) {
        assertThat(replies.stream().map(ResponseRuns::shown).toList())
                .as("%s: replies", row)
                .isEqualTo(must.stream().map(text -> Wire.show(Wire.text(text, ""))).toList());
    }

    /// A date of these days is `{now}`.
    private static String shown(Message reply) {
        String text =
                Wire.show(reply.text()).replaceAll("\nDate: [^\n]* 20[2-9][^\n]*", "\nDate: {now}");
        return reply.whole() ? text : text + "<cut>";
    }
}
