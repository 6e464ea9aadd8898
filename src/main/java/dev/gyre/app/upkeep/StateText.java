package dev.gyre.app.upkeep;

import dev.gyre.egress.Grade;
import dev.gyre.net.Json;
import dev.gyre.net.JsonReader;
import dev.gyre.net.JsonText;
import dev.gyre.net.Site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The text of a state file: JSON, one egress to a line. Times are seconds since 1970, lengths of time milliseconds.
///
/// @param salt by which the ids of chains were made
/// @param keyed whether they were made by a secret, too, which is not here
/// @param egresses what was learned
record StateText(String salt, boolean keyed, List<Remembered> egresses) {

    private static final int VERSION = 1;
    private static final String SALT = "[0-9a-f]{32,64}";

    /// A text is none of these.
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        /// @param why what follows the name of the file
        Broken(String why) {
            super(why, null, false, false);
        }
    }

    String written() {
        return egresses.stream()
                .map(StateText::line)
                .collect(
                        Collectors.joining(
                                ",\n",
                                "{\"version\":"
                                        + VERSION
                                        + ",\"salt\":"
                                        + JsonText.quoted(salt)
                                        + (keyed ? ",\"keyed\":true" : "")
                                        + ",\"egresses\":[\n",
                                "\n]}\n"));
    }

    private static String line(Remembered each) {
        StringBuilder line = new StringBuilder(128);
        line.append("{\"id\":").append(JsonText.quoted(each.id()));
        line.append(",\"since\":").append(each.since().getEpochSecond());
        each.grade().ifPresent(grade -> line.append(",\"grade\":\"" + grade.text() + '"'));
        each.out().ifPresent(until -> line.append(",\"out\":").append(until.getEpochSecond()));
        line.append(",\"backoff\":").append(each.backoff().toMillis());
        each.quota()
                .ifPresent(quota ->
                        line.append(",\"quota\":{\"requests\":")
                                .append(quota.requests())
                                .append(",\"bytes\":")
                                .append(quota.bytes())
                                .append(",\"until\":")
                                .append(quota.until().getEpochSecond())
                                .append('}'));
        if (!each.coolDowns().isEmpty()) {
            line.append(
                    each.coolDowns().stream()
                            .map(StateText::coolDown)
                            .collect(Collectors.joining(",", ",\"sites\":[", "]")));
        }
        return line.append('}').toString();
    }

    private static String coolDown(Remembered.CoolDown each) {
        return "{\"site\":"
                + JsonText.quoted(each.site().name())
                + ",\"until\":"
                + each.until().getEpochSecond()
                + ",\"length\":"
                + each.length().toMillis()
                + "}";
    }

    /// Reads what [#written] wrote; what a later version may have added to it is passed over.
    static StateText read(String text) throws Broken {
        Json json;
        try {
            json = JsonReader.parse(text);
        } catch (JsonReader.Malformed malformed) {
            throw new Broken(position(text, malformed.offset()) + ": error: this is no JSON");
        }
        Members file = Members.of("", json);
        if (file.number("version") != VERSION) {
            throw new Broken(": error: this is of another version of Gyre");
        }
        String salt =
                file.text("salt")
                        .filter(each -> each.matches(SALT))
                        .orElseThrow(() -> new Broken(": error: 'salt' is missing or wrong"));
        List<Remembered> egresses = new ArrayList<>();
        for (Members each : file.list("egresses")) {
            egresses.add(remembered(each));
        }
        return new StateText(salt, file.isTrue("keyed"), egresses);
    }

    private static String position(String text, int offset) {
        int line = 1 + (int) text.chars().limit(offset).filter(c -> c == '\n').count();
        int column = offset - text.lastIndexOf('\n', offset - 1);
        return ":" + line + ":" + column;
    }

    private static Remembered remembered(Members each) throws Broken {
        Optional<String> grade = each.text("grade");
        List<Remembered.CoolDown> coolDowns = new ArrayList<>();
        for (Members site : each.list("sites")) {
            coolDowns.add(
                    new Remembered.CoolDown(
                            new Site(site.needed("site")),
                            site.time("until"),
                            Duration.ofMillis(site.number("length"))));
        }
        Optional<Members> quota = each.table("quota");
        return new Remembered(
                each.needed("id"),
                each.time("since"),
                grade.flatMap(word ->
                        Arrays.stream(Grade.values())
                                .filter(known -> known.text().equals(word))
                                .findFirst()),
                each.has("out") ? Optional.of(each.time("out")) : Optional.empty(),
                Duration.ofMillis(each.number("backoff")),
                quota.isEmpty() ? Optional.empty() : Optional.of(quota(quota.get())),
                coolDowns);
    }

    private static Remembered.Quota quota(Members each) throws Broken {
        return new Remembered.Quota(
                each.number("requests"), each.number("bytes"), each.time("until"));
    }
}
