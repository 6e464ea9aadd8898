package dev.gyre.app.upkeep;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How some files were at a time: by this it is seen later whether one has changed since.
public final class FileStamps {

    private final Map<Path, Stamp> byPath;

    private FileStamps(Map<Path, Stamp> byPath) {
        this.byPath = Map.copyOf(byPath);
    }

    /// As they are now, whether they are there or not. Blocks.
    public static FileStamps of(Set<Path> files) {
        Map<Path, Stamp> all = new HashMap<>();
        files.forEach(file -> all.put(file, Stamp.of(file)));
        return new FileStamps(all);
    }

    Map<Path, Stamp> byPath() {
        return byPath;
    }
}
