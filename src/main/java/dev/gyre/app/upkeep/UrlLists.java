package dev.gyre.app.upkeep;

import dev.gyre.egress.ListSource;
import dev.gyre.fetch.Fetcher;
import dev.gyre.observe.Notices;

import io.netty.channel.EventLoopGroup;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The lists of others that the pool file names, each fetched when it is due. Safe for all threads.
public final class UrlLists implements AutoCloseable {

    /// Says why a text is no list that could serve.
    @FunctionalInterface
    public interface Judgement {
        /// What follows the name of the list in a sentence; nothing when it is one.
        Optional<String> fault(ListSource.Url list, String text);
    }

    private final UrlList.Fetching fetching;
    private final Judgement judgement;
    private final Notices notices;
    private final Runnable changed;
    private final ListTurns turns = new ListTurns();
    private Map<ListSource.Url, UrlList> lists = new LinkedHashMap<>();
    private boolean closed;

    UrlLists(UrlList.Fetching fetching, Judgement judgement, Notices notices, Runnable changed) {
        this.fetching = fetching;
        this.judgement = judgement;
        this.notices = notices;
        this.changed = changed;
    }

    /// None yet.
    ///
    /// @param loops on which lists are fetched
    /// @param changed called on a thread of ours when one says something else than before; may block, and throws nothing
    public static UrlLists of(
            Fetcher fetcher,
            EventLoopGroup loops,
            Judgement judgement,
            Notices notices,
            Runnable changed) {
        return new UrlLists(
                (list, known) ->
                        ListPage.fetch(
                                list,
                                known,
                                errand -> fetcher.fetch(errand, loops.next()),
                                System::nanoTime),
                judgement,
                notices,
                changed);
    }

    /// These are those of the pool file now: others are fetched no more. What a list of the same URL said before holds until it is had
    /// anew. Blocks for copies on the disk.
    ///
    /// @return whether some are new
    public synchronized boolean use(Collection<ListSource.Url> named) {
        if (closed) {
            return false;
        }
        boolean some = false;
        Map<String, String> before = new HashMap<>();
        lists.forEach(
                (source, list) -> list.text().ifPresent(text -> before.put(source.url(), text)));
        Map<ListSource.Url, UrlList> next = new LinkedHashMap<>();
        for (ListSource.Url source : named) {
            UrlList known = lists.remove(source);
            if (known != null) {
                next.put(source, known);
            } else if (!next.containsKey(source)) {
                UrlList list = new UrlList(source, fetching, turns, judgement, notices, changed);
                list.start(Optional.ofNullable(before.get(source.url())));
                next.put(source, list);
                some = true;
            }
        }
        lists.values().forEach(UrlList::stop);
        lists = next;
        return some;
    }

    /// What a list says; nothing when it could not be had yet, or is none of those.
    public synchronized Optional<String> text(ListSource.Url list) {
        return Optional.ofNullable(lists.get(list)).flatMap(UrlList::text);
    }

    /// Waits until each of them is there, or could not be had; in all no longer than this.
    public void awaitFirst(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (UrlList list : now()) {
            list.awaitFirst(Duration.ofNanos(end - System.nanoTime()));
        }
    }

    /// Has all of them asked for now, not when they are due.
    public void hurry() {
        now().forEach(UrlList::hurry);
    }

    private synchronized List<UrlList> now() {
        return List.copyOf(lists.values());
    }

    /// Fetches no more, and nobody waits for a list.
    @Override
    public synchronized void close() {
        closed = true;
        lists.values().forEach(UrlList::stop);
    }
}
