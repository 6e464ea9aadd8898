package dev.gyre.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.observe.RequestLogSettings.Client;
import dev.gyre.observe.RequestLogSettings.Format;
import dev.gyre.observe.RequestLogSettings.Place;
import dev.gyre.observe.RequestLogSettings.Targets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Lines of the log of requests, and the files they go to.
final class RequestLogTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456Z");
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private final List<String> notices = new CopyOnWriteArrayList<>();

    private static RequestRecord record(Instant end, String client, String target, String path) {
        return new RequestRecord(
                end,
                ExchangeRecord.Kind.HTTP,
                Addresses.parse(client),
                "al\"ice b",
                "HTTP/2.0",
                "GET",
                Target.parse(target, 80),
                path,
                "192.0.2.7",
                200,
                Optional.empty(),
                "",
                120,
                3400,
                5_600_000);
    }

    private static RequestLogSettings settings(
            Place place, Format format, Client client, Targets targets) {
        return new RequestLogSettings(place, format, client, true, targets, false, 4096, 3);
    }

    private static String line(RequestRecord record, Format format, Client client, Targets to) {
        return new RequestLine().of(record, settings(new Place.Stderr(), format, client, to));
    }

    @Test
    void isAnObjectOfJson() {
        RequestRecord record = record(NOON, "192.0.2.1", "www.example.co.uk", "/a");
        assertThat(line(record, Format.JSON, Client.FULL, Targets.FULL))
                .isEqualTo(
                        "{\"time\":\"2026-11-25T12:00:00.123Z\",\"client\":\"192.0.2.1\","
                                + "\"user\":\"al\\\"ice b\",\"kind\":\"http\",\"method\":\"GET\","
                                + "\"target\":\"http://www.example.co.uk:80/a\","
                                + "\"egress\":\"192.0.2.7\",\"status\":200,\"sent\":120,"
                                + "\"received\":3400,\"ms\":5}");
        assertThat(line(record, Format.JSON, Client.NONE, Targets.SITE))
                .contains("\"target\":\"example.co.uk\"")
                .doesNotContain("\"client\"")
                .doesNotContain("/a");
        assertThat(line(record, Format.JSON, Client.HASHED, Targets.HOST))
                .contains("\"target\":\"www.example.co.uk:80\"")
                .containsPattern("\"client\":\"[0-9a-f]{16}\"")
                .doesNotContain("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    No shopping. (rule 'shop', list 'ads', line 2) | No shopping. (rule 'shop', list 'ads')
                    Not to www.shop.bücher.example. (rule 1) | Not to xn--bcher-kva.example. (rule 1)
                    WWW.XN--BCHER-KVA.example:80 is off (rule '*.xn--bcher-kva.example') | xn--bcher-kva.example:80 is off (rule 'xn--bcher-kva.example')
                    below .shop.BÜCHER.example/ and .bücher.example (rule 1) | below xn--bcher-kva.example/ and xn--bcher-kva.example (rule 1)
                    bücher.example and www.other.example, 1.2.3.4 (rule 1) | bücher.example and www.other.example, 1.2.3.4 (rule 1)
                    This proxy makes no tunnel to port 25. (connect.ports) | This proxy makes no tunnel to port 25. (connect.ports)
                    """)
    void tellsWhyOneWasRefusedButNoMoreOfItsTargetThanTheRest(String reason, String bySite) {
        RequestRecord refused =
                new RequestRecord(
                        NOON,
                        ExchangeRecord.Kind.HTTP,
                        Optional.empty(),
                        "",
                        "HTTP/1.1",
                        "GET",
                        Target.parse("www.shop.xn--bcher-kva.example", 80),
                        "/a",
                        "",
                        403,
                        Optional.of(Failure.DENIED),
                        reason,
                        0,
                        0,
                        1);
        assertThat(line(refused, Format.JSON, Client.FULL, Targets.SITE))
                .contains("\"target\":\"xn--bcher-kva.example\"")
                .contains("\"failure\":\"denied\",\"reason\":\"" + bySite + "\"");
        assertThat(line(refused, Format.JSON, Client.FULL, Targets.HOST))
                .contains("\"reason\":\"" + reason + "\"");
        assertThat(line(refused, Format.JSON, Client.FULL, Targets.FULL))
                .contains("\"reason\":\"" + reason + "\"");
        assertThat(line(refused, Format.COMMON, Client.FULL, Targets.SITE))
                .isEqualTo(
                        "- - - [25/Nov/2026:12:00:00 +0000] \"GET xn--bcher-kva.example HTTP/1.1\""
                                + " 403 0");
    }

    @Test
    void isALineAsWebServersWriteIt() {
        assertThat(
                        line(
                                record(NOON, "2001:db8::1", "a.example.org:81", "/\"\r\nx"),
                                Format.COMMON,
                                Client.FULL,
                                Targets.FULL))
                .isEqualTo(
                        "2001:db8::1 - al?ice_b [25/Nov/2026:12:00:00 +0000] \"GET"
                                + " http://a.example.org:81/???x HTTP/2.0\" 200 3400");
        RequestRecord refused =
                new RequestRecord(
                        NOON,
                        ExchangeRecord.Kind.SOCKS5,
                        Optional.empty(),
                        "",
                        "",
                        "-",
                        Optional.empty(),
                        "",
                        "",
                        0,
                        Optional.of(Failure.USER_UNKNOWN),
                        "",
                        0,
                        0,
                        0);
        assertThat(line(refused, Format.COMMON, Client.HASHED, Targets.SITE))
                .isEqualTo("- - - [25/Nov/2026:12:00:00 +0000] \"SOCKS5 - -\" - 0");
        assertThat(line(refused, Format.JSON, Client.HASHED, Targets.SITE))
                .contains("\"failure\":\"user-unknown\"");
    }

    @Test
    void aClientIsTheSameForADayOnly() {
        ClientHash hash = new ClientHash();
        var one = Addresses.parse("192.0.2.1").orElseThrow();
        var other = Addresses.parse("192.0.2.2").orElseThrow();
        Instant night = Instant.parse("2026-11-25T23:59:59.999Z");
        String today = hash.of(one, NOON);
        assertThat(hash.of(one, night)).isEqualTo(today);
        assertThat(hash.of(other, NOON)).isNotEqualTo(today);
        String tomorrow = hash.of(one, night.plusMillis(1));
        assertThat(tomorrow).isNotEqualTo(today);
        // One that ended before midnight, and comes late: the key of its day is gone.
        assertThat(hash.of(one, night)).isEqualTo(tomorrow);
        assertThat(new ClientHash().of(one, NOON)).isNotEqualTo(today);
    }

    private RequestLog log(RequestLogSettings settings) throws IOException {
        RequestLog log = new RequestLog(notices::add, InstantSource.system(), _ -> 502);
        log.use(settings);
        log.begin();
        return log;
    }

    private List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private RequestLogSettings to(Path file) {
        return settings(new Place.File(file), Format.JSON, Client.NONE, Targets.SITE);
    }

    private void write(RequestLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.ended(record(NOON, "192.0.2.1", "a" + i + ".example", "/"));
        }
    }

    @Test
    void filesAreForTheirOwnerAndOfABoundedNumberAndSize() throws Exception {
        Path file = folder.resolve("a.log");
        RequestLog log = log(to(file));
        write(log, 200);
        log.close();
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.sorted().toList();
            assertThat(files)
                    .extracting(each -> each.getFileName().toString())
                    .containsExactly("a.log", "a.log.1", "a.log.2", "a.log.3");
            for (Path each : files) {
                assertThat(Files.size(each)).isBetween(1L, 4096L);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(lines(file).getLast()).contains("a199.example");
        assertThat(lines(folder.resolve("a.log.1")).getLast()).endsWith("}");
        assertThat(notices).isEmpty();
    }

    @Test
    void aFileThatWasMovedIsOpenedAnewWhenTold() throws Exception {
        Path file = folder.resolve("a.log");
        try (RequestLog log = log(to(file))) {
            write(log, 1);
            await().atMost(WAIT).until(() -> lines(file).size() == 1);
            Path moved = Files.move(file, folder.resolve("moved"));
            write(log, 1);
            await().atMost(WAIT).until(() -> lines(moved).size() == 2);
            log.reopen();
            write(log, 1);
            await().atMost(WAIT).until(() -> lines(file).size() == 1);
            log.use(to(folder.resolve("b.log")));
            write(log, 1);
            await().atMost(WAIT).until(() -> lines(folder.resolve("b.log")).size() == 1);
            assertThat(lines(moved)).hasSize(2);
        }
    }

    static boolean hasFullDisk() {
        return Files.isWritable(Path.of("/dev/full"));
    }

    @Test
    @EnabledIf("hasFullDisk")
    void aFullDiskIsToldOnceAndHoldsNothingUp() throws Exception {
        try (RequestLog log = log(to(Path.of("/dev/full")))) {
            write(log, 3000);
            await().atMost(WAIT).until(() -> !notices.isEmpty());
            write(log, 3000);
            Path file = folder.resolve("a.log");
            log.use(to(file));
            await().atMost(WAIT)
                    .until(() -> {
                        write(log, 1);
                        return !lines(file).isEmpty();
                    });
        }
        assertThat(notices.getFirst())
                .startsWith("can't write the log of requests to /dev/full: ")
                .endsWith("Lines are lost until it can be written.");
        assertThat(notices.stream().filter(each -> each.startsWith("can't"))).hasSize(1);
        assertThat(notices)
                .anyMatch(each -> each.startsWith("the log of requests is written again"));
    }

    @Test
    void saysWhyAFileCannotBeWritten() {
        assertThatThrownBy(() -> RequestLog.check(to(folder.resolve("none/a.log"))))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "can't write the log of requests to "
                                + folder.resolve("none/a.log")
                                + ": there is no such folder");
    }

    @Test
    void goesToStandardError() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RequestLog log = new RequestLog(notices::add, InstantSource.system(), _ -> 502, out);
        log.use(settings(new Place.Stderr(), Format.JSON, Client.NONE, Targets.SITE));
        log.begin();
        write(log, 2);
        log.close();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    /// A writer that hangs costs lines, not requests.
    @Test
    void whatComesTooFastIsLostAndTold() throws Exception {
        AtomicReference<Thread> hung = new AtomicReference<>();
        Object gate = new Object();
        ByteArrayOutputStream out =
                new ByteArrayOutputStream() {
                    @Override
                    public void write(byte[] line) {
                        hung.set(Thread.currentThread());
                        synchronized (gate) {
                            writeBytes(line);
                        }
                    }
                };
        RequestLog log = new RequestLog(notices::add, InstantSource.system(), _ -> 502, out);
        log.use(settings(new Place.Stderr(), Format.JSON, Client.NONE, Targets.SITE));
        log.begin();
        synchronized (gate) {
            write(log, 1);
            await().atMost(WAIT).until(() -> hung.get() != null);
            write(log, 5000);
        }
        log.close();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(4097);
        assertThat(notices)
                .containsExactly(
                        "904 lines of the log of requests were lost: they came faster than they"
                                + " could be written");
    }

    /// Each time that putting one aside fails would push the others on.
    @Test
    void whatWasPutAsideMovesNoFurtherThanItMust() throws Exception {
        Path file = folder.resolve("a.log");
        Files.writeString(folder.resolve("a.log.1"), "one");
        Files.writeString(folder.resolve("a.log.3"), "three");
        try (LogFile log = new LogFile(file, _ -> {}, System::nanoTime)) {
            log.write(new byte[60], 100, 3);
            log.write(new byte[60], 100, 3);
        }
        assertThat(folder.resolve("a.log.1")).hasSize(60);
        assertThat(folder.resolve("a.log.2")).hasContent("one");
        assertThat(folder.resolve("a.log.3")).hasContent("three");
    }

    /// Something stands where it would be put aside.
    @Test
    void aFileThatCannotBePutAsideGrows_andItIsToldOnce() throws Exception {
        Path file = folder.resolve("a.log");
        Files.createFile(Files.createDirectory(folder.resolve("a.log.1")).resolve("x"));
        Files.createFile(Files.createDirectory(folder.resolve("a.log.2")).resolve("x"));
        Files.createFile(Files.createDirectory(folder.resolve("a.log.3")).resolve("x"));
        RequestLog log = log(to(file));
        write(log, 200);
        log.close();
        assertThat(lines(file)).hasSize(200);
        assertThat(notices)
                .singleElement()
                .asString()
                .startsWith("can't put the log of requests aside at " + file + ": ");
    }

    @Test
    void isPutAsideWhenThatCanBeDoneAgain() throws Exception {
        Path file = folder.resolve("a.log");
        Path inTheWay = Files.createDirectory(folder.resolve("a.log.1"));
        Path more = Files.createFile(inTheWay.resolve("x"));
        List<IOException> stuck = new ArrayList<>();
        AtomicLong nanos = new AtomicLong();
        byte[] line = new byte[60];
        try (LogFile log = new LogFile(file, stuck::add, nanos::get)) {
            for (int i = 0; i < 5; i++) {
                log.write(line, 100, 1);
            }
            assertThat(stuck).hasSize(1);
            assertThat(file).hasSize(300);
            Files.delete(more);
            log.write(line, 100, 1);
            assertThat(file).as("not tried yet").hasSize(360);
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            log.write(line, 100, 1);
            assertThat(file).hasSize(60);
            assertThat(inTheWay).hasSize(360);
        }
        assertThat(stuck).hasSize(1);
    }

    @Test
    void goesOnWithTheFileThatIsOpenWhenItCannotBeOpenedAnew() throws Exception {
        Path its = Files.createDirectory(folder.resolve("logs"));
        Path file = its.resolve("a.log");
        RequestLogSettings settings = to(file);
        try (RequestLog log = log(settings)) {
            write(log, 1);
            await().atMost(WAIT).until(() -> lines(file).size() == 1);
            Path moved = folder.resolve("moved");
            Files.move(its, moved);
            Path open = moved.resolve("a.log");
            log.use(settings);
            write(log, 1);
            await().atMost(WAIT).until(() -> lines(open).size() == 2);
            assertThat(notices).isEmpty();
            log.reopen();
            write(log, 1);
            await().atMost(WAIT).until(() -> lines(open).size() == 3);
            await().atMost(WAIT).until(() -> !notices.isEmpty());
            Files.createDirectory(its);
            await().atMost(WAIT).until(() -> Files.exists(file));
            write(log, 1);
            await().atMost(WAIT).until(() -> lines(file).size() == 1);
            assertThat(lines(open)).hasSize(3);
        }
        assertThat(notices)
                .containsExactly(
                        "can't open the log of requests anew at "
                                + file
                                + ": there is no such folder. Lines go on to the file that is"
                                + " open.");
    }

    /// What only one line, or one moment, has wrong.
    @Test
    void aDefectEndsNothing() throws Exception {
        AtomicInteger times = new AtomicInteger();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InstantSource broken =
                () -> {
                    if (times.incrementAndGet() == 1) {
                        throw new IllegalStateException("of the test");
                    }
                    return NOON;
                };
        RequestLog log = new RequestLog(notices::add, broken, _ -> 502, out);
        log.use(settings(new Place.Stderr(), Format.JSON, Client.NONE, Targets.SITE));
        log.begin();
        write(log, 3);
        log.close();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().count()).isGreaterThanOrEqualTo(2);
    }
}
