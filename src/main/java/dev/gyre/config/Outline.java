package dev.gyre.config;

import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Watches a document go by and refuses what no pool file needs and what would be costly to build.
final class Outline {

    static final int MOST_ALIASES = 50;
    private static final int DEEPEST = 50;

    private final Problems problems;

    /// The anchors of the collections that are open, or empty text.
    private final Deque<String> open = new ArrayDeque<>();

    private final Set<String> known = new HashSet<>();
    private int documents;
    private int aliases;

    Outline(Problems problems) {
        this.problems = problems;
    }

    /// Whether the document may go on; if not, there is a problem.
    boolean accepts(Event event) {
        return switch (event.getEventId()) {
            case DocumentStart ->
                    ++documents == 1 || refuse(event, "a second document; one is all there may be");
            case Alias -> acceptsAlias((AliasEvent) event);
            case Scalar ->
                    acceptsTag(event, ((ScalarEvent) event).getTag())
                            && acceptsAnchor((NodeEvent) event);
            case SequenceStart, MappingStart -> acceptsCollection((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> {
                open.pop();
                yield true;
            }
            case Comment, DocumentEnd, StreamEnd, StreamStart -> true;
        };
    }

    private boolean acceptsAlias(AliasEvent event) {
        String name = event.getAlias().getValue();
        if (!known.contains(name)) {
            return refuse(event, "there is no anchor '&" + Excerpt.value(name) + "' before this");
        }
        if (open.contains(name)) {
            return refuse(event, "an alias within what it stands for");
        }
        return ++aliases <= MOST_ALIASES || refuse(event, "more than " + MOST_ALIASES + " aliases");
    }

    private boolean acceptsCollection(CollectionStartEvent event) {
        if (!acceptsTag(event, event.getTag()) || !acceptsAnchor(event)) {
            return false;
        }
        open.push(event.getAnchor().map(anchor -> anchor.getValue()).orElse(""));
        return open.size() <= DEEPEST || refuse(event, "nested deeper than " + DEEPEST + " levels");
    }

    private boolean acceptsAnchor(NodeEvent event) {
        event.getAnchor().ifPresent(anchor -> known.add(anchor.getValue()));
        return true;
    }

    private boolean acceptsTag(Event event, Optional<String> tag) {
        return tag.isEmpty() || refuse(event, "tags, such as !this, are not known here");
    }

    private boolean refuse(Event event, String message) {
        problems.add(
                event.getStartMark()
                        .map(mark ->
                                new Problem(
                                        mark.getLine() + 1, mark.getColumn() + 1, message, true))
                        .orElseGet(() -> Problem.ofFile(message)));
        return false;
    }
}
