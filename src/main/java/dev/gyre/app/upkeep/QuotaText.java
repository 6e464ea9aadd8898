package dev.gyre.app.upkeep;

import dev.gyre.access.limits.Kind;
import dev.gyre.access.limits.Usage;
import dev.gyre.net.Json;
import dev.gyre.net.JsonReader;
import dev.gyre.net.JsonText;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The text of a file of quotas: JSON, one user, client or site to a line. Days are counted since 1970, months since the year 0.
///
/// @param salt by which the ids of clients and sites were made
/// @param keyed whether they were made by a secret, too, which is not here
/// @param usages what was used
record QuotaText(String salt, boolean keyed, List<Usage> usages) {

    private static final int VERSION = 1;
    private static final String SALT = "[0-9a-f]{32,64}";
    private static final Comparator<Usage> ORDER =
            Comparator.comparing(Usage::kind).thenComparing(Usage::id);

    String written() {
        return usages.stream()
                .sorted(ORDER)
                .map(QuotaText::line)
                .collect(
                        Collectors.joining(
                                ",\n",
                                "{\"version\":"
                                        + VERSION
                                        + ",\"salt\":"
                                        + JsonText.quoted(salt)
                                        + (keyed ? ",\"keyed\":true" : "")
                                        + ",\"used\":[\n",
                                "\n]}\n"));
    }

    private static String line(Usage each) {
        return "{\"kind\":\""
                + each.kind().name().toLowerCase(Locale.ROOT)
                + "\",\"id\":"
                + JsonText.quoted(each.id())
                + ",\"day\":"
                + each.day()
                + ",\"day-bytes\":"
                + each.dayBytes()
                + ",\"month\":"
                + each.month()
                + ",\"month-bytes\":"
                + each.monthBytes()
                + '}';
    }

    /// Reads what [#written] wrote; what a later version may have added to it is passed over.
    static QuotaText read(String text) throws StateText.Broken {
        Json json;
        try {
            json = JsonReader.parse(text);
        } catch (JsonReader.Malformed malformed) {
            throw new StateText.Broken(": error: this is no JSON");
        }
        Members file = Members.of("", json);
        if (file.number("version") != VERSION) {
            throw new StateText.Broken(": error: this is of another version of Gyre");
        }
        String salt = file.needed("salt");
        if (!salt.matches(SALT)) {
            throw new StateText.Broken(": error: 'salt' is missing or wrong");
        }
        List<Usage> usages = new ArrayList<>();
        for (Members each : file.list("used")) {
            usages.add(
                    new Usage(
                            kind(each.needed("kind")),
                            each.needed("id"),
                            each.number("day"),
                            each.number("day-bytes"),
                            each.number("month"),
                            each.number("month-bytes")));
        }
        return new QuotaText(salt, file.isTrue("keyed"), usages);
    }

    private static Kind kind(String word) throws StateText.Broken {
        for (Kind each : Kind.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw new StateText.Broken(": error: there is no kind '" + word + "'");
    }
}
