package dev.gyre.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.app.Supplies;
import dev.gyre.config.PoolFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What is audited of an entry.
final class SubjectTest {

    @TempDir private Path directory;

    private List<Subject> ofList(String lines) throws Exception {
        Files.writeString(directory.resolve("l.txt"), lines);
        PoolFile file =
                PoolFile.parse(
                        directory.resolve("egress-pool.yml").toString(),
                        "egress: [{file: l.txt}]".getBytes(StandardCharsets.UTF_8),
                        _ -> Optional.empty());
        return Subject.of(file.egress().getFirst(), Supplies.of(file, _ -> {}));
    }

    @Test
    void ofAListTheFirstEntriesAreAuditedAndItIsSaidThatTheOthersAreNot() throws Exception {
        List<Subject> subjects = ofList("127.0.5.1\na:1:me:hunter2\nbad\nb:2\nc:3\n");
        assertThat(subjects)
                .extracting(Subject::text)
                .containsExactly(
                        "source 127.0.5.1",
                        "http://me:***@a:1",
                        "http://b:2",
                        "list " + directory.resolve("l.txt"));
        assertThat(subjects.getLast())
                .isEqualTo(
                        new Subject.Nothing(
                                "list " + directory.resolve("l.txt"),
                                "of its 4 entries only the first 3 are audited"));
        assertThat(ofList("a:1\nb:2\nc:3\n"))
                .hasSize(3)
                .noneMatch(Subject.Nothing.class::isInstance);
    }

    @Test
    void aListOfNothingIsNotJudged() throws Exception {
        assertThat(ofList("# nothing\n"))
                .containsExactly(Subject.Nothing.now("list " + directory.resolve("l.txt")));
    }
}
