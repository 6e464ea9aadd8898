package dev.gyre.lists;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Labels;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.Iterator;
import java.util.List;

/// Reads the `proxies` of a Clash or mihomo file, event by event: nothing is built of it, and no alias is followed.
final class ClashReader {

    private static final int DEEPEST = 50;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(ListFile.MOST_OCTETS).build();

    private final Labels labels;

    /// The longest line that is read, in characters.
    private static final int LONGEST_LINE = 1 << 16;

    private final Collected into;
    private Iterator<Event> events = List.<Event>of().iterator();
    private int depth;
    private int line = 1;

    ClashReader(Labels labels, Collected into) {
        this.labels = labels;
        this.into = into;
    }

    /// What the library does with a token grows with the square of its length.
    private static boolean hasLongLine(String text) {
        int from = 0;
        while (text.length() - from > LONGEST_LINE) {
            int end = text.lastIndexOf('\n', from + LONGEST_LINE);
            if (end < from) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    void read(String text) {
        if (hasLongLine(text)) {
            into.bad(line, "is YAML with a line of more than 64 KiB, or comes before one");
            return;
        }
        try {
            events = new Parse(SETTINGS).parseString(text).iterator();
            while (events.hasNext()) {
                if (next().getEventId() == ID.MappingStart) {
                    root();
                    return;
                }
            }
        } catch (BadText bad) {
            into.bad(line, bad);
        } catch (YamlEngineException
                | IllegalArgumentException
                | IndexOutOfBoundsException broken) {
            // The library lets some of its own slips through.
            into.bad(line, "is not YAML, or what follows is not");
        }
    }

    private void root() throws BadText {
        for (Event key = next(); key.getEventId() != ID.MappingEnd; key = next()) {
            skip(key);
            Event value = next();
            if (says(key, "proxies") && value.getEventId() == ID.SequenceStart) {
                if (!proxies()) {
                    return;
                }
            } else {
                skip(value);
            }
        }
    }

    /// Whether there may be more.
    private boolean proxies() throws BadText {
        for (Event item = next(); item.getEventId() != ID.SequenceEnd; item = next()) {
            int number = line;
            if (!into.mayHold(number)) {
                return false;
            }
            if (item.getEventId() == ID.MappingStart) {
                ClashProxy proxy = proxy();
                try {
                    into.add(new EgressEntry.Through(List.of(proxy.hop()), labels));
                } catch (BadText bad) {
                    into.bad(number, bad);
                }
            } else {
                skip(item);
                into.bad(number, "is no proxy, which is a mapping");
            }
        }
        return true;
    }

    private ClashProxy proxy() throws BadText {
        ClashProxy proxy = new ClashProxy();
        for (Event key = next(); key.getEventId() != ID.MappingEnd; key = next()) {
            skip(key);
            Event value = next();
            if (!(key instanceof ScalarEvent name)) {
                proxy.has("a key that is no word", "");
            } else if (value instanceof ScalarEvent scalar) {
                proxy.has(name.getValue(), scalar.getValue());
            } else {
                proxy.hasMore(name.getValue());
            }
            skip(value);
        }
        return proxy;
    }

    private static boolean says(Event event, String word) {
        return event instanceof ScalarEvent scalar && scalar.getValue().equals(word);
    }

    /// Goes to the end of what begins with this event.
    private void skip(Event start) throws BadText {
        boolean opens =
                switch (start.getEventId()) {
                    case MappingStart, SequenceStart -> true;
                    case Alias,
                            Comment,
                            DocumentEnd,
                            DocumentStart,
                            MappingEnd,
                            Scalar,
                            SequenceEnd,
                            StreamEnd,
                            StreamStart ->
                            false;
                };
        int outside = depth - 1;
        while (opens && depth > outside) {
            next();
        }
    }

    private Event next() throws BadText {
        Event event = events.next();
        line = event.getStartMark().map(Mark::getLine).orElse(line - 1) + 1;
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> depth++;
            case MappingEnd, SequenceEnd -> depth--;
            case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
        }
        if (depth > DEEPEST) {
            throw new BadText("is nested deeper than " + DEEPEST + " levels");
        }
        return event;
    }
}
