package dev.gyre.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.conformance.RequestRow.Outcome;

import java.util.ArrayList;
import java.util.List;

/// Compares what a client was told and targets saw with what a row says.
record Verdict(RequestRow row, RequestForm form, String origin) {

    /// @param replies to the row and what follows it
    /// @param saw of the row and what follows it, each connection an element
    void on(List<Message> replies, List<String> saw) {
        switch (row.outcome()) {
            case Outcome.Passes(String must, boolean persists) ->
                    passes(replies, saw, must, persists);
            case Outcome.Refused(int status) -> {
                refused(replies, status);
                assertThat(saw).as("%s: what targets saw", row).isEmpty();
            }
            case Outcome.Broken(int status, String most) -> {
                refused(replies, status);
                part(saw, most);
            }
            case Outcome.Strange() -> {
                if (form == RequestForm.BEHIND) {
                    refused(replies, 400);
                } else {
                    assertThat(replies).as("%s: replies", row).isEmpty();
                }
                assertThat(saw).as("%s: what targets saw", row).isEmpty();
            }
            case Outcome.Abandoned(String most) -> {
                assertThat(replies).as("%s: replies", row).isEmpty();
                part(saw, most);
            }
            case Outcome.Answered(String reply) -> {
                assertThat(replies).as("%s: replies", row).hasSize(1);
                assertThat(undated(Wire.show(replies.getFirst().text())))
                        .as("%s: the reply", row)
                        .isEqualTo(shown(measured(reply)));
                assertThat(saw).as("%s: what targets saw", row).isEmpty();
            }
            case Outcome.Tunnel(String first) -> {
                told(
                        List.of("HTTP/1.1 200 Connection established\n\n", PlainAnswers.MARKER),
                        replies);
                saw(List.of(first + RequestForm.MARKER), saw);
            }
        }
    }

    private void passes(List<Message> replies, List<String> saw, String must, boolean persists) {
        List<String> told = new ArrayList<>();
        if (must.contains("\nExpect: 100-")) {
            told.add(PlainAnswers.CONTINUE);
        }
        String reply = persists ? PlainAnswers.OK : PlainAnswers.OK_LAST;
        told.add(must.startsWith("HEAD ") ? PlainAnswers.withoutBody(reply) : reply);
        if (persists) {
            told.add(PlainAnswers.MARKER_LAST);
        }
        told(told, replies);
        saw(persists ? List.of(must, RequestForm.MARKER_SEEN) : List.of(must), saw);
    }

    private void refused(List<Message> replies, int status) {
        assertThat(replies).as("%s: replies", row).hasSize(1);
        Message reply = replies.getFirst();
        assertThat(reply.head())
                .as("%s: the reply", row)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\nConnection: close\r\n", "\r\nDate: ");
        assertThat(reply.whole()).as("%s: the reply is whole", row).isTrue();
    }

    /// There is one connection at most, on which a part came, and no end.
    private void part(List<String> saw, String most) {
        assertThat(saw).as("%s: what targets saw", row).hasSizeLessThanOrEqualTo(1);
        for (String request : saw) {
            Message part = Message.request(request, 0);
            Message all = Message.request(Wire.text(most, origin), 0);
            assertThat(part.head().isEmpty() || !part.whole())
                    .as("%s: the target takes it for whole: %s", row, Wire.show(request))
                    .isTrue();
            assertThat(Wire.show(all.text()))
                    .as("%s: what the target saw of it", row)
                    .startsWith(Wire.show(part.text()));
        }
    }

    private void told(List<String> must, List<Message> replies) {
        assertThat(replies.stream().map(reply -> Wire.show(reply.text())).toList())
                .as("%s: replies", row)
                .isEqualTo(must.stream().map(this::shown).toList());
    }

    private void saw(List<String> must, List<String> saw) {
        assertThat(saw.stream().map(Verdict::merged).map(Wire::show).toList())
                .as("%s: what targets saw", row)
                .isEqualTo(must.stream().map(this::shown).toList());
    }

    private String shown(String notation) {
        return Wire.show(Wire.text(notation, origin));
    }

    /// Where chunks begin is the proxy's affair: they are read as one.
    private static String merged(String request) {
        Message message = Message.request(request, 0);
        if (!message.whole() || message.end() != request.length() || !message.isChunked()) {
            return request;
        }
        String data = message.body();
        return message.head()
                + (data.isEmpty()
                        ? ""
                        : Integer.toHexString(data.length()) + "\r\n" + data + "\r\n")
                + "0\r\n\r\n";
    }

    /// With the length of its body, which depends on the target's name.
    private String measured(String reply) {
        String body = Wire.text(reply.substring(reply.indexOf("\n\n") + 2), origin);
        return reply.replace("{length}", Integer.toString(body.length()));
    }

    private static String undated(String shown) {
        return shown.replaceAll("\nDate: [^\n]*", "");
    }
}
