package dev.gyre.app.upkeep;

import dev.gyre.egress.ListSource;
import dev.gyre.fetch.Errand;
import dev.gyre.fetch.FetchUrl;
import dev.gyre.fetch.Fetched;
import dev.gyre.http.Field;

import io.netty.util.concurrent.Future;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/// One version of a list as its server has it.
///
/// @param text what it says
/// @param validators by which the server can be asked whether there is another since (RFC 9110 13.1)
record ListPage(String text, List<Field> validators) {

    /// Runs an errand.
    @FunctionalInterface
    interface Fetch {
        Future<Fetched> begin(Errand errand);
    }

    /// For all of it, redirects included.
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final int MOST_REDIRECTS = 3;
    private static final int LONGEST_VALIDATOR = 1024;

    /// Fetches a list, along three redirects at most, all by its one egress and none from `https` to `http`. Blocks, [#TIMEOUT] at
    /// most.
    ///
    /// @param known the version that is there, if one is
    /// @param nanoTime a clock that never goes back
    /// @return nothing when that is still the one
    static Optional<ListPage> fetch(
            ListSource.Url list, Optional<ListPage> known, Fetch fetch, LongSupplier nanoTime)
            throws BadList, InterruptedException {
        long end = nanoTime.getAsLong() + TIMEOUT.toNanos();
        FetchUrl url =
                FetchUrl.parse(list.url()).orElseThrow(() -> new BadList("has no URL of http(s)"));
        List<Field> conditions = known.map(ListPage::validators).orElse(List.of());
        for (int redirects = 0; ; redirects++) {
            Duration left = Duration.ofNanos(end - nanoTime.getAsLong());
            if (!left.isPositive()) {
                throw new BadList("could not be fetched: no answer in time");
            }
            Fetched answer =
                    answer(
                            fetch.begin(
                                    Errand.get(list.via(), url, list.most(), left)
                                            .with(conditions)));
            switch (answer.status()) {
                case 200 -> {
                    return Optional.of(read(answer));
                }
                case 304 -> {
                    if (conditions.isEmpty()) {
                        throw new BadList("was answered with 304, unasked");
                    }
                    return Optional.empty();
                }
                case 301, 302, 303, 307, 308 -> url = next(url, answer, redirects);
                default -> throw new BadList("was answered with " + answer.status());
            }
        }
    }

    private static FetchUrl next(FetchUrl url, Fetched answer, int redirects) throws BadList {
        if (redirects == MOST_REDIRECTS) {
            throw new BadList("was redirected more than " + MOST_REDIRECTS + " times");
        }
        FetchUrl next =
                answer.field("location")
                        .flatMap(url::resolve)
                        .orElseThrow(() -> new BadList("was redirected to nowhere"));
        if (url.tls() && !next.tls()) {
            throw new BadList("was redirected from https to http");
        }
        return next;
    }

    private static Fetched answer(Future<Fetched> result) throws BadList, InterruptedException {
        try {
            // It ends by itself: it has its timeout.
            result.await();
        } catch (InterruptedException stopped) {
            result.cancel(false);
            throw stopped;
        }
        if (!result.isSuccess()) {
            throw new BadList("could not be fetched: " + result.cause().getMessage());
        }
        return result.getNow();
    }

    private static ListPage read(Fetched answer) throws BadList {
        String coding = answer.field("content-encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw new BadList("came in a coding that was not asked for");
        }
        String text = answer.text();
        boolean html =
                answer.field("content-type")
                        .filter(type -> type.toLowerCase(Locale.ROOT).contains("html"))
                        .isPresent();
        if (html || text.stripLeading().startsWith("<")) {
            throw new BadList("is a web page, not a list");
        }
        List<Field> validators = new ArrayList<>();
        answer.field("etag")
                .filter(ListPage::isShort)
                .ifPresent(tag -> validators.add(new Field("If-None-Match", tag)));
        answer.field("last-modified")
                .filter(ListPage::isShort)
                .ifPresent(time -> validators.add(new Field("If-Modified-Since", time)));
        return new ListPage(text, validators);
    }

    private static boolean isShort(String validator) {
        return validator.length() <= LONGEST_VALIDATOR;
    }
}
