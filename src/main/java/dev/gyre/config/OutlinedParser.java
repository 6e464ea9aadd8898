package dev.gyre.config;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/// The events of a document as they are parsed, each of which the [Outline] looks at before anything is built of it: nodes are built
/// by recursion, so that depth has to be refused first.
final class OutlinedParser implements Parser {

    /// The outline has refused an event, and told why.
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedException() {
            super("refused", null, false, false);
        }
    }

    private final Parser parser;
    private final Outline outline;

    OutlinedParser(Parser parser, Outline outline) {
        this.parser = parser;
        this.outline = outline;
    }

    @Override
    public boolean checkEvent(Event.ID id) {
        return parser.checkEvent(id);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        if (!outline.accepts(event)) {
            throw new RefusedException();
        }
        return event;
    }
}
