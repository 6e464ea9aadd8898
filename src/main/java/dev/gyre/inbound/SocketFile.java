package dev.gyre.inbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The file of a Unix socket. It is bound in a folder of its own that nobody else can enter, and put in its place once it has its owner and
/// its mode: nobody can connect who may not, not for a moment. Not thread-safe; blocks.
final class SocketFile {

    /// What kind of file a mode tells of.
    private static final int KIND = 0170000;

    private static final int SOCKET = 0140000;

    private final Path place;
    private final Object key;

    private SocketFile(Path place, Object key) {
        this.place = place;
        this.key = key;
    }

    /// Binds a socket.
    interface Binding {
        Object bind(Path file) throws IOException;
    }

    /// Has one bound, in the place of one that nobody listens at any more, if there is one.
    ///
    /// @param owner whose it becomes, if not ours
    /// @throws IOException says why it can't be had: something else is there, or somebody listens
    static SocketFile bind(ListenAt.Unix at, Optional<FileOwner> owner, Binding binding)
            throws IOException {
        Path place = at.file().toAbsolutePath();
        refuseIfTaken(place);
        Path parent = Objects.requireNonNull(place.getParent(), "an absolute path of a file");
        try (PrivateFolder folder = PrivateFolder.in(parent)) {
            Path fresh = folder.file();
            var _ = binding.bind(fresh);
            if (owner.isPresent()) {
                own(fresh, owner.get());
            }
            Files.setPosixFilePermissions(fresh, permissions(at.mode()));
            Object key = key(fresh);
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            return new SocketFile(place, key);
        }
    }

    private static void own(Path file, FileOwner owner) throws IOException {
        Files.setAttribute(file, "unix:uid", owner.user(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", owner.group(), LinkOption.NOFOLLOW_LINKS);
    }

    private static void refuseIfTaken(Path place) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(place)) {
            throw new IOException("there is something else, which is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(place));
        } catch (ConnectException nobody) {
            return;
        }
        throw new IOException("Address already in use");
    }

    private static boolean isSocket(Path place) throws IOException {
        int mode = (int) Files.getAttribute(place, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & KIND) == SOCKET;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] each = PosixFilePermission.values();
        for (int i = 0; i < each.length; i++) {
            if ((mode >> (each.length - 1 - i) & 1) != 0) {
                all.add(each[i]);
            }
        }
        return all;
    }

    private static Object key(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    /// Where it is.
    Path place() {
        return place;
    }

    /// Takes it away, unless another has taken its place.
    void delete() {
        try {
            if (key(place).equals(key)) {
                Files.delete(place);
            }
        } catch (IOException gone) {
            // Or in a folder that is not ours to change: who starts next takes it away.
        }
    }
}
