package dev.gyre.config;

import dev.gyre.anonymity.FieldRule;
import dev.gyre.anonymity.HeaderRules;
import dev.gyre.anonymity.Preset;
import dev.gyre.anonymity.SiteRules;
import dev.gyre.anonymity.Untouchable;
import dev.gyre.net.HostPattern;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The keys `preset`, `request`, `response` and `sites` within `headers`: what is done to fields.
final class HeaderRuleKeys {

    private static final String PRESET = "preset";
    private static final String REQUEST = "request";
    private static final String RESPONSE = "response";
    private static final String SITES = "sites";
    private static final String SITE = "site";

    private static final NodeReader<HostPattern> HOSTS =
            new ScalarReader<>(
                    "a host, or hosts such as .example.org or *.example.org",
                    text ->
                            HostPattern.parse(text)
                                    .orElseThrow(() -> new BadValue("is not a host, or hosts")));

    private HeaderRuleKeys() {}

    static HeaderRules rules(MappingReader keys) {
        return new HeaderRules(
                keys.take(PRESET, Choice.of(Preset.values())),
                keys.take(REQUEST, list(Untouchable::problemInRequest), List.of()),
                keys.take(RESPONSE, list(Untouchable::problemInReply), List.of()));
    }

    static List<SiteRules> sites(MappingReader keys) {
        return keys.take(
                SITES,
                atMost(
                        SiteRules.MOST,
                        ListReader.of((reading, _, node) ->
                                MappingReader.read(reading, "a site", node, HeaderRuleKeys::site))),
                List.of());
    }

    private static Optional<SiteRules> site(MappingReader keys) {
        Optional<HostPattern> hosts = keys.take(SITE, HOSTS);
        HeaderRules rules = rules(keys);
        if (!keys.has(SITE)) {
            keys.problem("'" + SITE + "' is missing");
        }
        return hosts.map(each -> new SiteRules(each, rules));
    }

    private static NodeReader<List<FieldRule>> list(Function<FieldRule, Optional<String>> problem) {
        NodeReader<List<List<FieldRule>>> each = ListReader.of(new FieldRuleReader(problem));
        return atMost(
                HeaderRules.MOST,
                (reading, what, node) ->
                        each.read(reading, what, node)
                                .map(all -> all.stream().flatMap(List::stream).toList()));
    }

    private static <T> NodeReader<List<T>> atMost(int most, NodeReader<List<T>> reader) {
        return (Reading reading, String what, Node node) -> {
            Optional<List<T>> all = reader.read(reading, what, node);
            if (all.isPresent() && all.get().size() > most) {
                reading.problem(node, what + " may have " + most + " at most");
                return Optional.empty();
            }
            return all;
        };
    }

    /// To stand behind other keys; empty when there is nothing.
    static String text(HeaderRules rules, List<SiteRules> sites) {
        StringBuilder text = new StringBuilder();
        words(rules).forEach(word -> text.append(", ").append(word));
        if (!sites.isEmpty()) {
            text.append(
                    sites.stream()
                            .map(HeaderRuleKeys::text)
                            .collect(Collectors.joining(", ", ", " + SITES + ": [", "]")));
        }
        return text.toString();
    }

    private static String text(SiteRules site) {
        List<String> words = new ArrayList<>();
        words.add(SITE + ": " + ListKeys.quoted(site.site()));
        words.addAll(words(site.rules()));
        return "{" + String.join(", ", words) + "}";
    }

    private static List<String> words(HeaderRules rules) {
        List<String> words = new ArrayList<>();
        rules.preset().ifPresent(preset -> words.add(PRESET + ": " + preset));
        if (!rules.request().isEmpty()) {
            words.add(text(REQUEST, rules.request()));
        }
        if (!rules.response().isEmpty()) {
            words.add(text(RESPONSE, rules.response()));
        }
        return words;
    }

    private static String text(String key, List<FieldRule> rules) {
        return rules.stream()
                .map(FieldRuleReader::text)
                .collect(Collectors.joining(", ", key + ": [", "]"));
    }
}
