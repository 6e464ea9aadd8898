package dev.gyre.app;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What root may do, given up for good. Java can't say that to the system, so that the system's library is called: there, it holds for all
/// threads of the process.
final class Privileges {

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final int ROOT = 0;

    private Privileges() {}

    /// Whether this process is root's.
    static boolean areRoots() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException elsewhere) {
            return false;
        }
    }

    /// Goes on as somebody else, with none of root's rights, and makes sure of that. Blocks.
    ///
    /// @throws IOException when not all of it could be given up: the process must not go on then
    static void drop(Account to) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int[] groups = to.groups().stream().mapToInt(each -> each).toArray();
            MemorySegment list = arena.allocateFrom(ValueLayout.JAVA_INT, groups);
            MethodHandle setGroups =
                    function("setgroups", ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
            MethodHandle setGroup = function("setgid", ValueLayout.JAVA_INT);
            MethodHandle setUser = function("setuid", ValueLayout.JAVA_INT);
            boolean done =
                    (int) setGroups.invokeExact((long) groups.length, list) == 0
                            && (int) setGroup.invokeExact(to.group()) == 0
                            && (int) setUser.invokeExact(to.user()) == 0;
            if (!done) {
                throw new IOException("can't go on as " + to.name() + ": only root can");
            }
            boolean back =
                    (int) setUser.invokeExact(ROOT) == 0 || (int) setGroup.invokeExact(ROOT) == 0;
            if (back || !areAllOf(to)) {
                throw new IOException("some of root's rights are left as " + to.name());
            }
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable unusable) {
            throw new IOException("can't go on as " + to.name() + ": " + unusable, unusable);
        }
    }

    @SuppressWarnings("restricted") // what it calls has these very arguments
    private static MethodHandle function(String name, MemoryLayout... takes) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, takes));
    }

    /// Whether every thread has this user's rights and no others, as the system tells.
    private static boolean areAllOf(Account account) throws IOException {
        List<Integer> groups = new ArrayList<>(account.groups());
        Collections.sort(groups);
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                Map<String, List<String>> status;
                try {
                    status = status(thread.resolve("status"));
                } catch (NoSuchFileException ended) {
                    continue;
                }
                List<Integer> its =
                        status.getOrDefault("Groups", List.of()).stream()
                                .map(Integer::valueOf)
                                .sorted()
                                .toList();
                boolean same =
                        isOnly(status.get("Uid"), account.user())
                                && isOnly(status.get("Gid"), account.group())
                                && its.equals(groups)
                                && isNone(status.get("CapPrm"))
                                && isNone(status.get("CapEff"));
                if (!same) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Map<String, List<String>> status(Path file) throws IOException {
        Map<String, List<String>> status = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String words = line.substring(colon + 1).strip();
                status.put(
                        line.substring(0, colon),
                        words.isEmpty() ? List.of() : Arrays.asList(words.split("\\s+")));
            }
        }
        return status;
    }

    private static boolean isOnly(@Nullable List<String> numbers, int number) {
        return numbers != null
                && !numbers.isEmpty()
                && numbers.stream().allMatch(Integer.toString(number)::equals);
    }

    private static boolean isNone(@Nullable List<String> capabilities) {
        return capabilities != null
                && capabilities.size() == 1
                && capabilities.getFirst().matches("0+");
    }
}
