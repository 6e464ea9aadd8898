package dev.gyre.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.conformance.RequestRow.Outcome;
import dev.gyre.testkit.Gyre;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Each row in each form over real sockets, with a target of its own.
final class RequestRuns {

    static final String POOL =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1-127.0.5.99}]\n";

    private record Key(RequestRow row, RequestForm form) {}

    private record Run(String origin, Parallel.Outcome<Dialogue> dialogue, List<String> saw) {}

    private final Map<Key, Run> runs = new ConcurrentHashMap<>();

    private RequestRuns() {}

    /// Sends all of them; what the targets saw is final then.
    static RequestRuns of(List<RequestRow> rows) throws Exception {
        RequestRuns runs = new RequestRuns();
        List<Key> keys = new ArrayList<>();
        Map<Key, RawOrigin> origins = new ConcurrentHashMap<>();
        for (RequestRow row : rows) {
            for (RequestForm form : RequestForm.values()) {
                Key key = new Key(row, form);
                keys.add(key);
                origins.put(key, RawOrigin.start(new PlainAnswers()));
            }
        }
        try {
            List<Parallel.Outcome<Dialogue>> said;
            try (Gyre gyre = Gyre.start(POOL)) {
                said = Parallel.map(keys, key -> send(gyre, key, origins.get(key).authority()));
            }
            for (int i = 0; i < keys.size(); i++) {
                RawOrigin origin = origins.get(keys.get(i));
                runs.runs.put(keys.get(i), new Run(origin.authority(), said.get(i), origin.saw()));
            }
        } finally {
            origins.values().forEach(RawOrigin::close);
        }
        return runs;
    }

    private static Dialogue send(Gyre gyre, Key key, String origin) throws Exception {
        boolean silent = key.row.outcome() instanceof Outcome.Abandoned;
        String wire = key.row.wire() + (silent ? "" : RequestForm.MARKER);
        return Dialogue.of(
                gyre.address(),
                key.form.pieces(Wire.text(RequestForm.FIRST, origin), Wire.text(wire, origin)),
                silent,
                new CountDownLatch(1));
    }

    /// Compares what became of a row with what must.
    void judge(RequestRow row, RequestForm form) throws Exception {
        Run run = runs.get(new Key(row, form));
        Dialogue dialogue = run.dialogue.get();
        List<String> methods = new ArrayList<>(List.of(row.method(), "GET"));
        List<String> saw = new ArrayList<>(run.saw);
        int skip = 0;
        if (form == RequestForm.BEHIND) {
            methods.addFirst("GET");
            skip = 1;
            assertThat(saw).as("%s: what targets saw", row).isNotEmpty();
            same(
                    row,
                    "the first request at its target",
                    saw.removeFirst(),
                    RequestForm.FIRST_SEEN,
                    run);
        }
        List<Message> replies = Message.replies(dialogue.told(), methods, dialogue.endedWell());
        if (skip == 1) {
            assertThat(replies).as("%s: replies", row).isNotEmpty();
            same(
                    row,
                    "the reply to the first request",
                    replies.getFirst().text(),
                    PlainAnswers.OK,
                    run);
        }
        new Verdict(row, form, run.origin).on(replies.subList(skip, replies.size()), saw);
        // What is no HTTP is not read to its end, so that the close may be a reset.
        assertThat(dialogue.endedWell() || row.outcome() instanceof Outcome.Strange)
                .as("%s: the connection ends well", row)
                .isTrue();
    }

    private static void same(RequestRow row, String what, String is, String must, Run run) {
        assertThat(Wire.show(is))
                .as("%s: %s", row, what)
                .isEqualTo(Wire.show(Wire.text(must, run.origin)));
    }
}
