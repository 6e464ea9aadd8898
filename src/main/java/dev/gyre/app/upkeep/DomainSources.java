package dev.gyre.app.upkeep;

import dev.gyre.access.domains.DomainList;
import dev.gyre.access.domains.DomainLists;
import dev.gyre.access.domains.UnusableList;
import dev.gyre.config.DomainListing;
import dev.gyre.config.DomainListings;
import dev.gyre.egress.ListSource;
import dev.gyre.fetch.Fetcher;
import dev.gyre.lists.ListFile;
import dev.gyre.observe.Notices;

import io.netty.channel.EventLoopGroup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The lists of domains that a pool file names, each read again only when it is another. Safe for all threads.
public final class DomainSources implements AutoCloseable {

    /// How long a start or a reload waits for lists that have not been had before.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// @param version by which another can be told: how a file was before it was read, or the text that was fetched
    private record Known(Object version, DomainList list) {}

    private final UrlLists urls;
    private final Notices notices;
    private final Map<ListSource, Known> known = new ConcurrentHashMap<>();

    private DomainSources(
            Fetcher fetcher, EventLoopGroup loops, Notices notices, Runnable changed) {
        this.notices = notices;
        this.urls = UrlLists.of(fetcher, loops, this::fault, notices, changed);
    }

    /// None yet.
    ///
    /// @param loops on which lists are fetched
    /// @param notices is told of lines that are passed over, and of lists that have changed or could not be had
    /// @param changed called on a thread of ours when one that is fetched says something else; may block, and throws nothing
    public static DomainSources of(
            Fetcher fetcher, EventLoopGroup loops, Notices notices, Runnable changed) {
        return new DomainSources(fetcher, loops, notices, changed);
    }

    /// Has the lists as they are now; waits a while for those that are fetched for the first time. Blocks.
    ///
    /// @param before of which nothing is to be forgotten yet
    /// @throws IOException when one of them can't be had, or is none; says which, and why
    public DomainLists read(DomainListings now, DomainListings before) throws IOException {
        if (urls.use(fetched(now, before))) {
            try {
                urls.awaitFirst(PATIENCE);
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }
        List<DomainList> lists = new ArrayList<>();
        for (DomainListing listing : now.all()) {
            lists.add(
                    switch (listing.source()) {
                        case ListSource.File file -> read(listing.name(), file);
                        case ListSource.Url url -> had(listing.name(), url);
                    });
        }
        return new DomainLists(lists);
    }

    private static List<ListSource.Url> fetched(DomainListings... all) {
        List<ListSource.Url> fetched = new ArrayList<>();
        for (DomainListings each : all) {
            for (DomainListing listing : each.all()) {
                if (listing.source() instanceof ListSource.Url url) {
                    fetched.add(url);
                }
            }
        }
        return fetched;
    }

    private DomainList read(String name, ListSource.File file) throws IOException {
        Path path = file.path();
        Stamp stamp = Stamp.of(path);
        @Nullable Known before = known.get(file);
        if (before != null && before.version().equals(stamp)) {
            return before.list().named(name);
        }
        try {
            DomainList list = DomainList.read(name, ListFile.octets(path));
            tell("the list '" + name + "' at " + path, list, before != null);
            known.put(file, new Known(stamp, list));
            return list;
        } catch (UnusableList unusable) {
            throw new IOException("the list '" + name + "' at " + path + ' ' + unusable.why());
        } catch (IOException unreadable) {
            throw new IOException(
                    "the list '"
                            + name
                            + "' cannot be used, "
                            + unreadable.getMessage()
                            + ": "
                            + path);
        }
    }

    private DomainList had(String name, ListSource.Url url) throws IOException {
        if (urls.text(url).isEmpty()) {
            throw new IOException(
                    "the list '"
                            + name
                            + "' at "
                            + url
                            + " could not be had"
                            + (url.copy().isEmpty() ? ", and 'copy' is not set" : ""));
        }
        @Nullable Known its = known.get(url);
        if (its == null) {
            throw new IOException("the list '" + name + "' at " + url + " is being read");
        }
        return its.list().named(name);
    }

    private Optional<String> fault(ListSource.Url url, String text) {
        @Nullable Known before = known.get(url);
        if (before != null && before.version().equals(text)) {
            return Optional.empty();
        }
        try {
            DomainList list = DomainList.read("", text.getBytes(StandardCharsets.UTF_8));
            tell("the list at " + url, list, before != null);
            known.put(url, new Known(text, list));
            return Optional.empty();
        } catch (UnusableList unusable) {
            return Optional.of(unusable.why());
        }
    }

    private void tell(String what, DomainList list, boolean again) {
        if (again) {
            notices.notice(
                    String.format(
                            Locale.ROOT, "%s has changed: %,d entries now", what, list.size()));
        }
        list.passedOver().ifPresent(lines -> notices.notice(what + ": " + lines));
    }

    /// Forgets all others than these, and fetches them no more. Doesn't wait for anything.
    public void keep(DomainListings... all) {
        urls.use(fetched(all));
        Set<ListSource> kept = new HashSet<>();
        Arrays.stream(all).forEach(each -> each.all().forEach(list -> kept.add(list.source())));
        known.keySet().retainAll(kept);
    }

    /// Has all of them fetched now; those that say something else are told of as ever.
    public void hurry() {
        urls.hurry();
    }

    /// Fetches no more; whoever waits for lists waits no longer.
    @Override
    public void close() {
        urls.close();
    }
}
