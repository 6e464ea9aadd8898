package dev.gyre.access;

import dev.gyre.net.Disclosure;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Those who may use the proxy. Immutable; safe for all threads.
///
/// A name that nobody has is checked against a decoy that takes as long as some user's hash, the same for the same name, so that the time
/// that an answer takes does not tell which names there are.
public final class Users {

    /// None at all.
    public static final Users NOBODY = new Users(List.of(), Optional.empty());

    private final List<User> all;
    private final Optional<Path> file;
    private final Map<String, User> byName;
    private final List<PasswordHash> decoys;
    private final boolean disclose;

    /// @param all each name once
    /// @param file where they are written, if in a file of their own
    public Users(List<User> all, Optional<Path> file) {
        this.file = file;
        this.all = List.copyOf(all);
        this.byName = HashMap.newHashMap(all.size());
        all.forEach(user -> byName.put(user.name(), user));
        this.disclose = all.stream().anyMatch(user -> user.disclosure().isPresent());
        this.decoys = all.stream().map(user -> user.password().decoy()).toList();
    }

    public List<User> all() {
        return all;
    }

    /// Where they are written, if in a file of their own.
    public Optional<Path> file() {
        return file;
    }

    /// How much targets are told of a user's requests, if that is said of them.
    public Optional<Disclosure> disclosure(String name) {
        User user = disclose ? byName.get(name) : null;
        return user == null ? Optional.empty() : user.disclosure();
    }

    /// The user of a name.
    public Optional<User> of(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// What a password is to be compared with; of nobody, where there is no such name.
    ///
    /// @param seed says which decoy a name has; not to be foreseen
    PasswordHash hash(String name, int seed) {
        User user = byName.get(name);
        if (user != null) {
            return user.password();
        }
        return decoys.isEmpty()
                ? PasswordHash.NONE
                : decoys.get(Math.floorMod(seed, decoys.size()));
    }

    /// The text of a user's hash; empty when there is no such user.
    String text(String name) {
        User user = byName.get(name);
        return user == null ? "" : user.password().text();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Users users && all.equals(users.all) && file.equals(users.file);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.size() + " users";
    }
}
