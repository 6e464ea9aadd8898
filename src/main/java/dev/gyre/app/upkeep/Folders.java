package dev.gyre.app.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// In which folders something happens when a file changes: its own, and those of all links that lead to it, such as the one
/// that Kubernetes swaps.
final class Folders {

    /// The system follows as many.
    private static final int MOST_LINKS = 40;

    private Folders() {}

    /// Those of one file, which need not be there. Blocks.
    static Set<Path> of(Path file) {
        Set<Path> folders = new LinkedHashSet<>();
        Path at = file.toAbsolutePath();
        try {
            for (int i = 0; i < MOST_LINKS; i++) {
                add(folders, at);
                if (!Files.isSymbolicLink(at)) {
                    break;
                }
                at = at.resolveSibling(Files.readSymbolicLink(at));
            }
            add(folders, file.toRealPath());
        } catch (IOException absent) {
            // Those that are known are where it will turn up.
        }
        return folders;
    }

    private static void add(Set<Path> folders, Path file) {
        Path folder = file.getParent();
        if (folder != null) {
            folders.add(folder);
        }
    }
}
