package dev.gyre.probe;

import dev.gyre.http.Field;
import dev.gyre.net.Addresses;
import dev.gyre.net.Json;
import dev.gyre.net.JsonReader;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a judge outside says that it saw. Three of their pages are understood: that of `whoami.gyre` as JSON, that of httpbin, and
/// azenv's.
///
/// @param addresses who asked; the last one connected, those before it stood in a header
/// @param fields in the order and spelling that the page gives
/// @param exact whether that order and spelling are those of the request, and all fields are there
public record OutsideView(List<InetAddress> addresses, List<Field> fields, boolean exact) {

    private static final Pattern TAG = Pattern.compile("<[^<>]{0,200}>");
    private static final Pattern VARIABLE =
            Pattern.compile("(?m)^[ \t]{0,20}([A-Z_0-9]{1,100}) = (.*)$");

    /// Reads a page; nothing when it is none of those.
    public static Optional<OutsideView> of(byte[] page) {
        String text = new String(page, StandardCharsets.UTF_8);
        Optional<Json> json = JsonReader.read(text);
        if (json.isPresent() && json.get() instanceof Json.Table table) {
            return whoami(table).or(() -> httpbin(table));
        }
        return azenv(text);
    }

    /// `{"address": …, "headers": [[name, value], …]}`.
    private static Optional<OutsideView> whoami(Json.Table page) {
        if (!(page.get("headers").orElse(null) instanceof Json.Array(List<Json> headers))) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        for (Json header : headers) {
            if (!(header instanceof Json.Array(List<Json> pair))
                    || pair.size() != 2
                    || !(pair.get(0) instanceof Json.Text(String name))
                    || !(pair.get(1) instanceof Json.Text(String value))) {
                return Optional.empty();
            }
            fields.add(new Field(name, value));
        }
        return view(page.get("address"), fields, true);
    }

    /// `{"origin": …, "headers": {name: value, …}}`.
    private static Optional<OutsideView> httpbin(Json.Table page) {
        if (!(page.get("headers").orElse(null) instanceof Json.Table(List<Json.Member> headers))) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        for (Json.Member header : headers) {
            switch (header.value()) {
                case Json.Text(String value) -> fields.add(new Field(header.name(), value));
                // go-httpbin gives a list of values.
                case Json.Array(List<Json> values) ->
                        values.forEach(each -> {
                            if (each instanceof Json.Text(String value)) {
                                fields.add(new Field(header.name(), value));
                            }
                        });
                case Json.Table _, Json.Word _ -> {}
            }
        }
        return view(page.get("origin"), fields, false);
    }

    /// Lines of `NAME = value`, as a CGI program sees its environment.
    private static Optional<OutsideView> azenv(String page) {
        Optional<Json> address = Optional.empty();
        List<Field> fields = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(TAG.matcher(page).replaceAll(""));
        while (variable.find()) {
            String name = variable.group(1);
            String value = variable.group(2).strip();
            if (name.equals("REMOTE_ADDR")) {
                address = Optional.of(new Json.Text(value));
            } else if (name.startsWith("HTTP_")) {
                fields.add(new Field(spelled(name.substring("HTTP_".length())), value));
            }
        }
        return view(address, fields, false);
    }

    /// The fields as the target saw them: addresses before the last stood in one.
    public List<Field> seen() {
        List<Field> seen = new ArrayList<>(fields);
        addresses
                .subList(0, addresses.size() - 1)
                .forEach(each -> seen.add(new Field("X-Forwarded-For", Addresses.text(each))));
        return seen;
    }

    /// In which ways the fields are not those that should have been seen. What the page does not say is not judged.
    ///
    /// @param gone fields that were sent, but must not be seen
    public List<Difference> differences(List<Field> expected, List<Field> gone) {
        if (exact) {
            return HeadComparison.ofFields(expected, gone, seen(), true);
        }
        // Whatever stands before such a judge speaks to it by connections and fields of its own.
        Set<String> sent = expected.stream().map(Field::key).collect(Collectors.toSet());
        return HeadComparison.ofFields(
                expected.stream().filter(field -> !isConnection(field)).toList(),
                gone,
                seen().stream()
                        .filter(field -> !isConnection(field))
                        .filter(field -> sent.contains(field.key()) || ProxyFields.include(field))
                        .toList(),
                false);
    }

    private static boolean isConnection(Field field) {
        return field.key().equals("connection");
    }

    private static String spelled(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<OutsideView> view(
            Optional<Json> said, List<Field> fields, boolean exact) {
        List<InetAddress> addresses =
                said.stream()
                        .flatMap(json ->
                                json instanceof Json.Text(String text)
                                        ? Stream.of(text.split(",", 16))
                                        : Stream.empty())
                        .flatMap(each -> Addresses.parse(each.strip()).stream())
                        .toList();
        return addresses.isEmpty()
                ? Optional.empty()
                : Optional.of(new OutsideView(addresses, fields, exact));
    }
}
