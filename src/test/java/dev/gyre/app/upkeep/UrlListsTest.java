package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.egress.Egress;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.ListSource;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Lists of a server that answers what the test has it answer, each time once.
final class UrlListsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final String URL = "https://lists.example/secret-token";

    @TempDir private Path directory;

    private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();

    private UrlLists lists() {
        return new UrlLists(
                (_, _) -> {
                    asked.incrementAndGet();
                    return switch (answers.take()) {
                        case BadList bad -> throw bad;
                        case String text -> Optional.of(new ListPage(text, List.of()));
                        default -> Optional.empty();
                    };
                },
                (_, text) ->
                        text.contains("good") ? Optional.empty() : Optional.of("has no good line"),
                notices::add,
                changes::incrementAndGet);
    }

    private ListSource.Url list(Duration interval, Optional<Path> copy) {
        return new ListSource.Url(
                URL,
                new Egress.Direct(Loopback.V4),
                interval,
                1000,
                copy,
                ListSource.Reading.DEFAULT);
    }

    private static void awaitText(UrlLists lists, ListSource.Url list, String text) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(lists.text(list)).isEqualTo(Optional.of(text)));
    }

    @Test
    void whatComesIsKeptAndCopiedForItsOwnerOnly() throws Exception {
        Path copy = directory.resolve("copy.txt");
        ListSource.Url list = list(SHORT, Optional.of(copy));
        answers.add("good 1");
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            lists.awaitFirst(LONG);
            assertThat(lists.text(list)).contains("good 1");
            answers.add("good 1");
            answers.add(304);
            await().until(answers::isEmpty);
            answers.add("good 2");
            awaitText(lists, list, "good 2");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(copy).content().isEqualTo("good 2"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rw-------");
            await().untilAsserted(() -> assertThat(changes.get()).isEqualTo(2));
            assertThat(notices).isEmpty();
            assertThat(directory).isDirectoryNotContaining(each -> !each.equals(copy));
        }
    }

    @Test
    void whatCanNotBeHadOrIsNoListKeepsTheOldOneAndIsToldOnce() throws Exception {
        ListSource.Url list = list(SHORT, Optional.empty());
        answers.add("good 1");
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            answers.add("bad");
            await().atMost(LONG).until(() -> notices.size() == 1);
            assertThat(notices)
                    .containsExactly(
                            "the list at https://lists.example/*** has no good line; what it said"
                                    + " last stays");
            assertThat(lists.text(list)).contains("good 1");
        }
    }

    @Test
    void theFirstFetchIsNotWaitedForWhenItFails() throws Exception {
        ListSource.Url list = list(SHORT, Optional.empty());
        answers.add(new BadList("was answered with 500"));
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            lists.awaitFirst(LONG);
            assertThat(lists.text(list)).isEmpty();
            assertThat(notices)
                    .containsExactly("the list at https://lists.example/*** was answered with 500");
        }
    }

    @Test
    void aCopyServesAtOnceAndItsServerIsSparedWhileItIsFresh() throws Exception {
        Path copy = Files.writeString(directory.resolve("copy.txt"), "good copy");
        ListSource.Url list = list(Duration.ofHours(1), Optional.of(copy));
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            assertThat(lists.text(list)).contains("good copy");
            lists.awaitFirst(LONG);
        }
        assertThat(asked.get()).isZero();
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minusSeconds(3601)));
        answers.add("good anew");
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            awaitText(lists, list, "good anew");
        }
    }

    @Test
    void aBrokenOrTooLargeCopyIsToldOf() throws Exception {
        Path copy = Files.writeString(directory.resolve("copy.txt"), "bad copy");
        ListSource.Url list = list(Duration.ofHours(1), Optional.of(copy));
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            assertThat(lists.text(list)).isEmpty();
        }
        Files.writeString(copy, "good".repeat(251));
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            assertThat(lists.text(list)).isEmpty();
        }
        assertThat(notices)
                .containsExactly(
                        "the list at https://lists.example/*** has no good line",
                        "the list at https://lists.example/*** has a copy that is too large: "
                                + copy);
    }

    @Test
    void aListThatIsNamedOtherwiseKeepsWhatItSaid() throws Exception {
        ListSource.Url list = list(Duration.ofHours(1), Optional.empty());
        ListSource.Url other = list(Duration.ofHours(2), Optional.empty());
        answers.add("good");
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            lists.awaitFirst(LONG);
            lists.use(List.of(other));
            assertThat(lists.text(other)).contains("good");
            assertThat(lists.text(list)).isEmpty();
            lists.use(List.of());
            assertThat(lists.text(other)).isEmpty();
        }
    }

    private static ListSource.Url list(int number, int most, boolean badIsFatal) {
        return new ListSource.Url(
                URL + number,
                new Egress.Direct(Loopback.V4),
                Duration.ofHours(1),
                most,
                Optional.empty(),
                new ListSource.Reading(HopScheme.HTTP, badIsFatal));
    }

    @Test
    void theFirstTryOfAListDoesNotStandBehindThoseThatHang() throws Exception {
        CountDownLatch hanging = new CountDownLatch(4);
        try (UrlLists lists =
                new UrlLists(
                        (list, known) -> {
                            if (list.url().endsWith("9") || known.isEmpty()) {
                                return Optional.of(new ListPage("good", List.of()));
                            }
                            hanging.countDown();
                            new CountDownLatch(1).await();
                            throw new AssertionError();
                        },
                        (_, _) -> Optional.empty(),
                        notices::add,
                        changes::incrementAndGet)) {
            List<ListSource.Url> named = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                named.add(list(i, 1000, false));
            }
            lists.use(named);
            lists.awaitFirst(LONG);
            lists.hurry();
            assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
            named.add(list(9, 1000, false));
            lists.use(named);
            lists.awaitFirst(LONG);
            assertThat(lists.text(named.getLast())).contains("good");
        }
    }

    @Test
    void nobodyWaitsForAListAfterTheEnd() throws Exception {
        UrlLists lists = lists();
        lists.use(List.of(list(1, 1000, false)));
        Thread waits =
                Thread.startVirtualThread(() -> {
                    try {
                        lists.awaitFirst(Duration.ofDays(1));
                    } catch (InterruptedException never) {
                        throw new AssertionError(never);
                    }
                });
        lists.close();
        assertThat(waits.join(LONG)).isTrue();
    }

    @Test
    void whatIsKnownOfAListIsJudgedByWhatIsSaidOfItNow() throws Exception {
        try (UrlLists lists =
                new UrlLists(
                        (_, _) ->
                                asked.getAndIncrement() == 0
                                        ? Optional.of(new ListPage("some bad line", List.of()))
                                        : Optional.empty(),
                        (list, text) ->
                                list.reading().badIsFatal() && text.contains("bad")
                                        ? Optional.of("has a bad line")
                                        : Optional.empty(),
                        notices::add,
                        changes::incrementAndGet)) {
            ListSource.Url before = list(1, 1000, false);
            lists.use(List.of(before));
            lists.awaitFirst(LONG);
            ListSource.Url strict = list(1, 1000, true);
            ListSource.Url small = list(1, 5, false);
            ListSource.Url same = list(1, 13, false);
            lists.use(List.of(before, strict, small, same));
            assertThat(lists.text(strict)).isEmpty();
            assertThat(lists.text(small)).isEmpty();
            assertThat(lists.text(same)).isEqualTo(lists.text(before)).isPresent();
            assertThat(notices)
                    .contains(
                            "the list at https://lists.example/*** has a bad line",
                            "the list at https://lists.example/*** is larger than its limit is"
                                    + " now");
        }
    }

    @Test
    void aCopyThatWasDeletedOrCouldNotBeWrittenIsWrittenThoughTheListIsTheSame() throws Exception {
        Path copy = directory.resolve("later/copy.txt");
        ListSource.Url list = list(SHORT, Optional.of(copy));
        answers.add("good 1");
        try (UrlLists lists = lists()) {
            lists.use(List.of(list));
            answers.add("good 1");
            answers.add(304);
            await().atMost(LONG).until(answers::isEmpty);
            assertThat(notices).as("told once").hasSize(1);
            Files.createDirectory(copy.getParent());
            answers.add(304);
            await().atMost(LONG).until(() -> Files.exists(copy));
            Files.delete(copy);
            answers.add("good 1");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(copy).content().isEqualTo("good 1"));
        }
    }
}
