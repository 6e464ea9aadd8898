package dev.gyre.app;

import dev.gyre.app.Resolution.LookedUp;
import dev.gyre.app.Resolution.Resolved;
import dev.gyre.dns.Step;
import dev.gyre.dns.Told;
import dev.gyre.net.JsonText;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How a name was looked up, for people and for programs.
public final class ResolutionText {

    private ResolutionText() {}

    /// For people.
    public static String plain(Resolved resolved) {
        StringBuilder text = new StringBuilder(512);
        text.append("by ")
                .append(resolved.egress())
                .append(" (")
                .append(resolved.id())
                .append(")\n");
        resolved.nobody()
                .ifPresent(
                        why -> text.append("nobody is asked from here: ").append(why).append('\n'));
        for (LookedUp lookup : resolved.lookups()) {
            lookup.steps().forEach(step -> plain(step, text));
            lookup.answer()
                    .ifPresentOrElse(
                            told -> plain(lookup.type(), told, text),
                            () ->
                                    text.append(lookup.type())
                                            .append(": no answer: ")
                                            .append(lookup.failure())
                                            .append('\n'));
        }
        return text.toString();
    }

    private static void plain(Step step, StringBuilder text) {
        text.append("  ")
                .append(step.question())
                .append(", ")
                .append(step.whom())
                .append(", ")
                .append(millis(step.took()))
                .append(" ms: ")
                .append(step.what())
                .append('\n');
    }

    private static void plain(String type, Told told, StringBuilder text) {
        text.append(type)
                .append(": ")
                .append(told.status())
                .append(told.secure() ? ", secure" : "")
                .append(", for ")
                .append(told.seconds())
                .append(" s\n");
        told.records().forEach(each -> text.append("  ").append(each).append('\n'));
    }

    /// One JSON object.
    public static String json(Resolved resolved) {
        return "{\"egress\":"
                + JsonText.quoted(resolved.egress())
                + ",\"id\":"
                + JsonText.quoted(resolved.id())
                + ",\"nobody\":"
                + resolved.nobody().map(JsonText::quoted).orElse("null")
                + ",\"lookups\":"
                + resolved.lookups().stream()
                        .map(ResolutionText::json)
                        .collect(Collectors.joining(",\n ", "[", "]"))
                + "}\n";
    }

    private static String json(LookedUp lookup) {
        return "{\"type\":"
                + JsonText.quoted(lookup.type())
                + ",\"steps\":"
                + lookup.steps().stream()
                        .map(ResolutionText::json)
                        .collect(Collectors.joining(",\n  ", "[", "]"))
                + lookup.answer().map(ResolutionText::json).orElse(",\"status\":null")
                + ",\"failure\":"
                + (lookup.failure().isEmpty() ? "null" : JsonText.quoted(lookup.failure()))
                + "}";
    }

    private static String json(Told told) {
        return ",\"status\":"
                + JsonText.quoted(told.status())
                + ",\"secure\":"
                + told.secure()
                + ",\"seconds\":"
                + told.seconds()
                + ",\"records\":"
                + list(told.records());
    }

    private static String json(Step step) {
        return "{\"question\":"
                + JsonText.quoted(step.question())
                + ",\"whom\":"
                + JsonText.quoted(step.whom())
                + ",\"millis\":"
                + millis(step.took())
                + ",\"what\":"
                + JsonText.quoted(step.what())
                + "}";
    }

    private static String list(List<String> texts) {
        return texts.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String millis(Duration took) {
        return String.format(Locale.ROOT, "%.1f", took.toNanos() / 1e6);
    }
}
