package dev.gyre.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A user of this machine, as whom the proxy is to run: by its files, not by anything on the net that the system may ask.
///
/// @param name as it was said
/// @param user its number; never root's
/// @param group the number of its group
/// @param groups those of all its groups
public record Account(String name, int user, int group, List<Integer> groups) {

    private static final Path USERS = Path.of("/etc/passwd");
    private static final Path GROUPS = Path.of("/etc/group");

    public Account {
        groups = List.copyOf(groups);
    }

    /// Finds it. Blocks.
    ///
    /// @param text `NAME` or `NAME:GROUP`; either may be a number
    /// @throws IOException says what is wrong
    public static Account find(String text) throws IOException {
        return find(text, lines(USERS), lines(GROUPS));
    }

    static Account find(String text, List<String[]> users, List<String[]> groups)
            throws IOException {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Optional<String[]> known = named(name, users, 7);
        int user = number(known.map(line -> line[2]).orElse(name), "no user of this machine", name);
        int group;
        if (colon >= 0) {
            String of = text.substring(colon + 1);
            group =
                    number(
                            named(of, groups, 4).map(line -> line[2]).orElse(of),
                            "no group of this machine",
                            of);
        } else if (known.isPresent()) {
            group = number(known.get()[3], "no group of this machine", known.get()[3]);
        } else {
            throw new IOException(
                    name + " is a number: say the group, too, as in " + name + ":" + name);
        }
        if (user == 0 || group == 0) {
            throw new IOException(text + " is root: nothing would be given up");
        }
        List<Integer> all = new ArrayList<>(List.of(group));
        for (String[] line : groups) {
            if (line.length == 4 && List.of(line[3].split(",")).contains(name)) {
                int more = number(line[2], "no group of this machine", line[0]);
                if (more != 0 && !all.contains(more)) {
                    all.add(more);
                }
            }
        }
        return new Account(text, user, group, all);
    }

    private static Optional<String[]> named(String name, List<String[]> lines, int columns) {
        return lines.stream()
                .filter(line -> line.length == columns && line[0].equals(name))
                .findFirst();
    }

    private static int number(String text, String otherwise, String name) throws IOException {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IOException("there is " + otherwise + " with the name '" + name + "'");
        }
        return Integer.parseInt(text);
    }

    private static List<String[]> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .map(line -> line.split(":", -1))
                    .toList();
        } catch (IOException unreadable) {
            throw new IOException("can't read " + file, unreadable);
        }
    }
}
