package dev.gyre.inbound;

import io.netty.channel.ServerChannel;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// How this machine's Unix sockets are listened at.
///
/// @param listener the type of a listening channel
/// @param address what it is bound to
/// @param owner whose their files become, if not ours
public record UnixSockets(
        Class<? extends ServerChannel> listener,
        Function<Path, SocketAddress> address,
        Optional<FileOwner> owner) {}
