package dev.gyre.inbound.identity;

import java.util.Optional;

/// The value of the header field `Gyre-Session`: `name; ttl=10m; country=de; rotate`. The name of a session comes first, or not at
/// all.
final class SessionField {

    private SessionField() {}

    static void read(String value, Asked asked) throws BadClaim {
        Words items = new Words(value, ';');
        boolean empty = true;
        for (int i = 0; i < items.count(); i++) {
            int from = afterBlanks(value, items.start(i), items.end(i));
            int to = beforeBlanks(value, from, items.end(i));
            if (from == to) {
                continue;
            }
            empty = false;
            if (i == 0 && value.indexOf('=', from, to) < 0 && !items.is(0, Keyword.ROTATE.text())) {
                asked.say(Keyword.SESSION, value.substring(from, to));
            } else {
                parameter(value, from, to, asked);
            }
        }
        // A client that sends an empty field has lost a name.
        if (empty) {
            throw new BadClaim(Value.SESSION_NAME);
        }
    }

    private static void parameter(String value, int from, int to, Asked asked) throws BadClaim {
        int at = value.indexOf('=', from, to);
        int end = at < 0 ? to : beforeBlanks(value, from, at);
        Optional<Keyword> keyword = Keyword.of(value, from, end);
        if (keyword.isEmpty()) {
            asked.unknown(value, from, end);
        } else if (at < 0) {
            asked.say(keyword.get());
        } else {
            asked.say(keyword.get(), value.substring(afterBlanks(value, at + 1, to), to));
        }
    }

    private static int afterBlanks(String text, int from, int to) {
        int i = from;
        while (i < to && Ascii.isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int beforeBlanks(String text, int from, int to) {
        int i = to;
        while (i > from && Ascii.isBlank(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }
}
