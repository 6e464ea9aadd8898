package dev.gyre.config;

import dev.gyre.access.PasswordHash;
import dev.gyre.access.Users;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// The file in which users are written: the pool file, or the one that it names. It is changed as a person would, with everything else
/// in it left as it is, comments too. Immutable; what is changed is not yet on the disk.
///
/// @param path where it is
/// @param text what it holds
/// @param pool whether it is the pool file
public record UserFile(Path path, String text, boolean pool) {

    /// The file in which the users of a pool file are written. Blocks.
    ///
    /// @throws ConfigException when it can't be read
    public static UserFile of(Path poolFile) throws ConfigException {
        UserFile file = new UserFile(poolFile, read(poolFile), true);
        Optional<Node> users = file.list();
        if (users.isEmpty() || !(users.get() instanceof ScalarNode named)) {
            return file;
        }
        Path other;
        try {
            other = poolFile.resolveSibling(PathReader.path(named.getValue()));
        } catch (BadValue bad) {
            throw file.problem(named, UserKeys.KEY + ' ' + bad.getMessage());
        }
        return new UserFile(other, Files.exists(other) ? read(other) : "", false);
    }

    private static String read(Path file) throws ConfigException {
        return SourceReader.text(file.toString(), SourceReader.bytes(file)).text();
    }

    /// Those that are written there.
    ///
    /// @throws ConfigException when that can't be understood
    public Users users(Function<String, Optional<String>> environment) throws ConfigException {
        if (list().isEmpty()) {
            return Users.NOBODY;
        }
        YamlSource source = source();
        Problems problems = new Problems(source);
        Reading reading = new Reading(source, problems, environment);
        Optional<Users> users =
                UserKeys.users(reading, UserKeys.KEY, list().get(), Optional.of(path));
        if (!problems.none()) {
            throw new ConfigException(problems);
        }
        return users.orElse(Users.NOBODY);
    }

    /// The same with one more user.
    ///
    /// @throws BadValue when that can't be a user's name, there is such a user already, or the file can't be added to
    /// @throws ConfigException when the file can't be understood
    public UserFile with(String name, PasswordHash password) throws BadValue, ConfigException {
        UserKeys.name(name);
        String user =
                "{name: "
                        + ListKeys.quoted(name)
                        + ", password: "
                        + ListKeys.quoted(password.text())
                        + "}";
        Optional<Node> list = list();
        if (list.isEmpty()) {
            String before = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
            return checked(before + (pool ? UserKeys.KEY + ":\n  - " : "- ") + user + "\n", user);
        }
        if (!(list.get() instanceof SequenceNode users)) {
            throw problem(list.get(), UserKeys.KEY + " must be a list of users");
        }
        if (user(users, name).isPresent()) {
            throw new BadValue("is there already: " + name);
        }
        int start = offset(users.getStartMark());
        boolean flow = text.startsWith("[", start);
        int column = users.getStartMark().map(Mark::getColumn).orElse(0);
        String added =
                flow
                        ? "[" + user + (users.getValue().isEmpty() ? "" : ", ")
                        : "- " + user + "\n" + " ".repeat(column);
        return checked(
                text.substring(0, start) + added + text.substring(flow ? start + 1 : start), user);
    }

    /// The same with another password for a user.
    ///
    /// @throws BadValue when there is no such user, or the password is not written in the file
    public UserFile withPassword(String name, PasswordHash password)
            throws BadValue, ConfigException {
        Optional<MappingNode> user =
                list().filter(SequenceNode.class::isInstance)
                        .flatMap(list -> user((SequenceNode) list, name));
        if (user.isEmpty()) {
            throw new BadValue("is nobody in " + path + ": " + name);
        }
        Optional<ScalarNode> now =
                value(user.get(), "password")
                        .filter(ScalarNode.class::isInstance)
                        .map(ScalarNode.class::cast)
                        .filter(node -> !node.getValue().contains(Variables.OPENING));
        if (now.isEmpty()) {
            throw new BadValue("has a password that is not written in " + path + ": " + name);
        }
        String hash = ListKeys.quoted(password.text());
        return checked(
                text.substring(0, offset(now.get().getStartMark()))
                        + hash
                        + text.substring(offset(now.get().getEndMark())),
                hash);
    }

    /// What could not be put in its place is not written at all.
    private UserFile checked(String changed, String added) throws BadValue, ConfigException {
        UserFile next = new UserFile(path, changed, pool);
        int before = size(list());
        int now = size(next.list());
        if (now < before || now > before + 1 || now == 0) {
            throw new BadValue("can't be put into " + path + "; write it there: " + added);
        }
        return next;
    }

    private static int size(Optional<Node> list) {
        return list.filter(SequenceNode.class::isInstance)
                .map(node -> ((SequenceNode) node).getValue().size())
                .orElse(0);
    }

    /// The value that holds the users; nothing when there is none yet.
    private Optional<Node> list() throws ConfigException {
        if (text.isBlank() && !pool) {
            return Optional.empty();
        }
        YamlSource source = source();
        Problems problems = new Problems(source);
        Optional<Node> root = new YamlReader(source, problems).read();
        if (!problems.none()) {
            throw new ConfigException(problems);
        }
        return pool
                ? root.filter(MappingNode.class::isInstance)
                        .flatMap(node -> value((MappingNode) node, UserKeys.KEY))
                : root;
    }

    private static Optional<MappingNode> user(SequenceNode users, String name) {
        for (Node each : users.getValue()) {
            if (each instanceof MappingNode user
                    && value(user, "name")
                            .filter(node ->
                                    node instanceof ScalarNode its && its.getValue().equals(name))
                            .isPresent()) {
                return Optional.of(user);
            }
        }
        return Optional.empty();
    }

    private static Optional<Node> value(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(entry ->
                        entry.getKeyNode() instanceof ScalarNode its && its.getValue().equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private YamlSource source() {
        return new YamlSource(path.toString(), text);
    }

    private ConfigException problem(Node node, String message) {
        Problems problems = new Problems(source());
        new Reading(source(), problems, _ -> Optional.empty()).problem(node, message);
        return new ConfigException(problems);
    }

    /// Marks count code points.
    private int offset(Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.map(Mark::getIndex).orElse(0));
    }

    /// What it holds, as octets.
    public byte[] content() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Not what it holds.
    @Override
    public String toString() {
        return path.toString();
    }
}
