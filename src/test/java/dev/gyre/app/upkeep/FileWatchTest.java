package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

final class FileWatchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path directory;

    private final AtomicInteger told = new AtomicInteger();

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private void awaitTold(int times) {
        await().atMost(LONG).untilAsserted(() -> assertThat(told.get()).isEqualTo(times));
    }

    @Test
    void seesChangesWithoutHintsToo() throws Exception {
        Path file = write("a", "1");
        try (FileWatch watch =
                FileWatch.polling(FileStamps.of(Set.of(file)), told::incrementAndGet)) {
            write("b", "1");
            Files.move(write("c", "22"), file, StandardCopyOption.REPLACE_EXISTING);
            awaitTold(1);
            Files.delete(file);
            awaitTold(2);
            watch.files(Set.of(directory.resolve("b")));
            write("b", "22");
            awaitTold(3);
        }
    }

    @Test
    void manyWritesInARowAreToldOnce() throws Exception {
        Path file = write("a", "1");
        CountDownLatch changed = new CountDownLatch(1);
        try (FileWatch _ =
                FileWatch.start(
                        FileStamps.of(Set.of(file)),
                        () -> {
                            told.incrementAndGet();
                            changed.countDown();
                        })) {
            for (int i = 0; i < 100; i++) {
                write("a", "1".repeat(i));
            }
            assertThat(changed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(told.get()).as("far fewer than were written").isLessThan(10);
    }

    @Test
    void whatChangedBeforeTheWatchBeganIsTold() throws Exception {
        Path file = write("a", "1");
        FileStamps before = FileStamps.of(Set.of(file));
        write("a", "22");
        try (FileWatch _ = FileWatch.polling(before, told::incrementAndGet)) {
            awaitTold(1);
        }
    }

    @Test
    void aFileInAFolderThatComesLaterIsSeen() throws Exception {
        Path file = directory.resolve("later/a");
        try (FileWatch _ = FileWatch.start(FileStamps.of(Set.of(file)), told::incrementAndGet)) {
            Files.createDirectory(file.getParent());
            Files.writeString(file, "1");
            awaitTold(1);
        }
    }

    @Test
    void aLoopOfLinksIsNoEndlessWay() throws Exception {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        Files.createSymbolicLink(one, two);
        Files.createSymbolicLink(two, one);
        assertThat(Folders.of(one)).contains(directory);
        try (FileWatch _ = FileWatch.start(FileStamps.of(Set.of(one)), told::incrementAndGet)) {
            Files.delete(two);
            Files.writeString(two, "1");
            awaitTold(1);
        }
    }
}
