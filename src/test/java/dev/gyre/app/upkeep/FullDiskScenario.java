package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Grade;
import dev.gyre.egress.ListSource;
import dev.gyre.health.Health;
import dev.gyre.health.HealthCounts;
import dev.gyre.health.HealthSettings;
import dev.gyre.net.Addresses;
import dev.gyre.testkit.Loopback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/// Run by [FullDiskIT] with a folder that has room for 64 KiB.
final class FullDiskScenario {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Path BALLAST = Path.of("ballast");

    private final Path directory;
    private final List<String> notices = new CopyOnWriteArrayList<>();

    private FullDiskScenario(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        FullDiskScenario scenario = new FullDiskScenario(Path.of(arguments[0]));
        scenario.state();
        scenario.copy();
        System.out.println("all was seen");
        System.exit(0);
    }

    /// Takes all that is left but 8 KiB.
    private void fill() throws IOException {
        long room = Files.getFileStore(directory).getUsableSpace();
        Files.write(directory.resolve(BALLAST), new byte[(int) room - 8192]);
    }

    private void holds(Path... files) throws IOException {
        try (var all = Files.list(directory)) {
            assertThat(all).containsExactlyInAnyOrder(files);
        }
    }

    private void state() throws Exception {
        Path file = directory.resolve("state.json");
        AddressRange range =
                new AddressRange(Loopback.address("127.0.5.1"), Loopback.address("127.0.5.250"));
        EgressPool pool = EgressPool.of(List.of(new EgressEntry.Source(range)), _ -> List.of());
        Health health =
                new Health(
                        HealthSettings.DEFAULT,
                        () -> new Random(1),
                        System::nanoTime,
                        new HealthCounts((_, _) -> {}));
        health.use(pool);
        health.graded(egress(range, 0), Grade.ELITE);
        try (StateFile state = StateFile.open(file, health, pool, Optional.empty(), notices::add)) {
            state.begin();
            state.save();
            String whole = Files.readString(file);
            fill();
            for (int i = 1; i < 250; i++) {
                health.graded(egress(range, i), Grade.ELITE);
            }
            state.save();
            state.save();
            assertThat(notices).singleElement().asString().contains("can't be written to " + file);
            assertThat(file).content().isEqualTo(whole);
            holds(file, directory.resolve(BALLAST));
            Files.delete(directory.resolve(BALLAST));
            state.save();
            assertThat(StateText.read(Files.readString(file)).egresses()).hasSize(250);
        }
        Files.delete(file);
        notices.clear();
    }

    private static Egress egress(AddressRange range, int place) {
        return new Egress.Direct(Addresses.plus(range.first(), 0, place));
    }

    private void copy() throws Exception {
        Path file = Files.writeString(directory.resolve("copy.txt"), "the old list");
        fill();
        String large = "x".repeat(20_000);
        ListSource.Url list =
                new ListSource.Url(
                        "https://lists.example/",
                        new Egress.Direct(Loopback.V4),
                        Duration.ofHours(1),
                        100_000,
                        Optional.of(file),
                        ListSource.Reading.DEFAULT);
        try (UrlLists lists =
                new UrlLists(
                        (_, _) -> Optional.of(new ListPage(large, List.of())),
                        (_, _) -> Optional.empty(),
                        notices::add,
                        () -> {})) {
            lists.use(List.of(list));
            lists.hurry();
            await().atMost(LONG).until(() -> !notices.isEmpty());
            assertThat(notices).singleElement().asString().endsWith("can't be copied to " + file);
            assertThat(file).content().isEqualTo("the old list");
            assertThat(lists.text(list)).contains(large);
            holds(file, directory.resolve(BALLAST));
            Files.delete(directory.resolve(BALLAST));
            await().atMost(LONG)
                    .until(() -> {
                        lists.hurry();
                        return Files.size(file) == large.length();
                    });
        }
    }
}
