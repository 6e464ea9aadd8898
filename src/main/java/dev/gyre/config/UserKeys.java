package dev.gyre.config;

import dev.gyre.access.PasswordHash;
import dev.gyre.access.User;
import dev.gyre.access.Users;
import dev.gyre.access.limits.Terms;
import dev.gyre.inbound.identity.BadClaim;
import dev.gyre.inbound.identity.ClaimSettings;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.net.Credentials;
import dev.gyre.net.Disclosure;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The key `users`: who may use the proxy. A list, or the path of a file with such a list.
final class UserKeys {

    static final String KEY = "users";

    private static final PathReader PATH =
            new PathReader("a list of users, or the path of a file with one", true);

    private static final NodeReader<String> NAME = new ScalarReader<>("a name", UserKeys::name);

    private static final NodeReader<List<String>> GROUPS =
            ListReader.orSingle(
                    new ScalarReader<>(
                            "a word of up to 64 letters, digits, '_', '.' or '-'",
                            text -> {
                                if (!text.matches("[a-zA-Z0-9_.-]{1,64}")) {
                                    throw new BadValue(
                                            "must be a word of up to 64 letters, digits, '_', '.'"
                                                    + " or '-'");
                                }
                                return text;
                            }));

    /// Its text is a secret: what is wrong with it is told without it.
    private static final NodeReader<PasswordHash> PASSWORD =
            (reading, what, node) -> {
                Optional<String> text =
                        node instanceof ScalarNode scalar && reading.mayRead(node)
                                ? new Variables(reading, scalar).replaced()
                                : Optional.of("");
                Optional<PasswordHash> hash = text.flatMap(PasswordHash::parse);
                if (text.isPresent() && hash.isEmpty()) {
                    reading.problemWithSecret(node, what + " is not " + PasswordHash.EXPECTED);
                }
                return hash;
            };

    private UserKeys() {}

    /// Those whom the file names; nothing when it says nothing of users: anybody may use the proxy then.
    static Optional<Users> take(MappingReader keys) {
        return keys.take(KEY, UserKeys::read);
    }

    private static Optional<Users> read(Reading reading, String what, Node node) {
        return node instanceof ScalarNode
                ? PATH.read(reading, what, node).flatMap(file -> ofFile(file, reading, node))
                : users(reading, what, node, Optional.empty());
    }

    /// Each problem of that file is one of the key, too.
    private static Optional<Users> ofFile(Path file, Reading reading, Node node) {
        try {
            YamlSource source = SourceReader.text(file.toString(), SourceReader.bytes(file));
            Problems problems = new Problems(source);
            Optional<Users> users =
                    new YamlReader(source, problems)
                            .read()
                            .flatMap(root ->
                                    users(
                                            reading.of(source, problems),
                                            KEY,
                                            root,
                                            Optional.of(file)));
            for (Problem problem : problems.all()) {
                reading.problem(
                        node,
                        file
                                + (problem.line() > 0
                                        ? ":" + problem.line() + ":" + problem.column()
                                        : "")
                                + ": "
                                + problem.message());
            }
            return users;
        } catch (ConfigException unreadable) {
            reading.problem(node, KEY + " can't be read from there: " + unreadable.first());
            return Optional.empty();
        }
    }

    /// Reads a list of users.
    ///
    /// @param file where they are written, if in a file of their own
    static Optional<Users> users(Reading reading, String what, Node node, Optional<Path> file) {
        Map<String, Integer> seen = new HashMap<>();
        NodeReader<User> user =
                (_, _, item) ->
                        MappingReader.read(reading, "a user", item, keys -> user(keys, seen, item));
        return ListReader.of(user).read(reading, what, node).map(all -> new Users(all, file));
    }

    private static Optional<User> user(MappingReader keys, Map<String, Integer> seen, Node item) {
        Optional<String> name = keys.take("name", NAME);
        Optional<PasswordHash> password = keys.take("password", PASSWORD);
        Optional<Disclosure> disclosure = HeaderKeys.disclosure(keys);
        Set<String> groups = Set.copyOf(keys.take("groups", GROUPS, List.of()));
        for (String key : List.of("name", "password")) {
            if (!keys.has(key)) {
                keys.problem("'" + key + "' is missing");
            }
        }
        name.map(each -> seen.putIfAbsent(each, Reading.line(item)))
                .ifPresent(line ->
                        keys.problem("name", "there is a user of this name in line " + line));
        Optional<Terms> limits = keys.take("limits", MappingReader.of(TermKeys::terms));
        return name.flatMap(
                known -> password.map(hash -> new User(known, hash, disclosure, groups, limits)));
    }

    /// A name in which clients' parameters would be found is not what they are known by.
    static String name(String text) throws BadValue {
        if (text.isEmpty() || text.length() > User.MOST_CHARACTERS) {
            throw new BadValue("must be of 1 to " + User.MOST_CHARACTERS + " characters");
        }
        if (text.indexOf(':') >= 0) {
            throw new BadValue("has a colon, which ends a user name");
        }
        try {
            String plain =
                    new Claims(ClaimSettings.DEFAULT.unknown())
                            .of(new Credentials(text, ""))
                            .user();
            if (!plain.equals(text)) {
                throw new BadValue("would be taken for '" + plain + "' with parameters");
            }
        } catch (BadClaim bad) {
            throw new BadValue("can't be used: its " + bad.getMessage());
        }
        return text;
    }

    /// As it may be printed: without the hashes.
    static String print(Optional<Users> users) {
        if (users.isEmpty()) {
            return "";
        }
        Optional<Path> file = users.get().file();
        if (file.isPresent()) {
            return KEY + ": " + ListKeys.quoted(file.get()) + "\n";
        }
        StringBuilder yaml = new StringBuilder(KEY).append(":\n");
        for (User user : users.get().all()) {
            yaml.append("  - {name: ")
                    .append(ListKeys.quoted(user.name()))
                    .append(", password: '***'")
                    .append(HeaderKeys.text(user.disclosure()))
                    .append(groups(user))
                    .append(user.limits().map(its -> ", limits: " + TermKeys.text(its)).orElse(""))
                    .append("}\n");
        }
        return yaml.toString();
    }

    private static String groups(User user) {
        return user.groups().isEmpty()
                ? ""
                : user.groups().stream()
                        .sorted()
                        .map(ListKeys::quoted)
                        .collect(Collectors.joining(", ", ", groups: [", "]"));
    }
}
