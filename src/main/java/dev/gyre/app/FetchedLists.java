package dev.gyre.app;

import dev.gyre.app.upkeep.UrlLists;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource;
import dev.gyre.fetch.Fetcher;
import dev.gyre.lists.ListText;
import dev.gyre.lists.Parsed;
import dev.gyre.observe.Notices;

import io.netty.channel.EventLoopGroup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The lists that a pool file has fetched, as they are read. Safe for all threads.
final class FetchedLists implements AutoCloseable {

    /// How long a start or a reload waits for lists that have not been had before.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UrlLists lists;
    private final Notices notices;

    /// @param loops on which they are fetched
    /// @param changed called when one says something else, on a thread of its own; may block
    FetchedLists(Fetcher fetcher, EventLoopGroup loops, Notices notices, Runnable changed) {
        this.notices = notices;
        this.lists = UrlLists.of(fetcher, loops, this::fault, notices, changed);
    }

    /// Goes by those that these files name from now on, and waits a while for those that are new. Blocks.
    ///
    /// @return whether some are new
    boolean use(PoolFile... files) {
        List<ListSource.Url> named =
                Arrays.stream(files).flatMap(file -> named(file).stream()).toList();
        boolean some = lists.use(named);
        if (some) {
            try {
                lists.awaitFirst(PATIENCE);
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }
        return some;
    }

    private static List<ListSource.Url> named(PoolFile file) {
        List<ListSource.Url> named = new ArrayList<>();
        for (EgressEntry entry : file.egress()) {
            if (entry instanceof EgressEntry.Listing(ListSource.Url list, _)) {
                named.add(list);
            }
        }
        return named;
    }

    /// A list that one file has, and of which the other says that it may not be as it is. Both are those of [#use].
    Optional<ListSource.Url> lost(PoolFile before, PoolFile now) {
        Set<String> had =
                named(before).stream()
                        .filter(list -> lists.text(list).isPresent())
                        .map(ListSource.Url::url)
                        .collect(Collectors.toSet());
        return named(now).stream()
                .filter(list -> had.contains(list.url()) && lists.text(list).isEmpty())
                .findFirst();
    }

    private Optional<String> fault(ListSource.Url list, String text) {
        Parsed parsed = parsed(list, text, Labels.NONE);
        if (parsed.entries().isEmpty()) {
            return Optional.of("has no line that names a proxy");
        }
        if (parsed.badLines() == 0) {
            return Optional.empty();
        }
        if (list.reading().badIsFatal()) {
            return Optional.of("has a line that can't be read: " + parsed.report().getFirst());
        }
        notices.notice(
                String.format(
                        Locale.ROOT,
                        "the list at %s: %,d of its lines can't be read and are passed over",
                        list,
                        parsed.badLines()));
        return Optional.empty();
    }

    private static Parsed parsed(ListSource.Url list, String text, Labels labels) {
        return ListText.parse(list.toString(), text, list, labels);
    }

    /// What a list has; nothing when it could not be had yet.
    List<EgressEntry> listed(EgressEntry.Listing listing) {
        return listing.source() instanceof ListSource.Url list
                ? lists.text(list)
                        .map(text -> parsed(list, text, listing.labels()).entries())
                        .orElse(List.of())
                : List.of();
    }

    /// Has all of them fetched now; those that say something else are told of as ever.
    void hurry() {
        lists.hurry();
    }

    /// Fetches no more; whoever waits for lists waits no longer.
    @Override
    public void close() {
        lists.close();
    }
}
