package dev.gyre.dns;

import org.xbill.DNS.Name;

import java.net.InetAddress;
import java.util.List;

/// What one message of a name server comes to. Times to live are in seconds, as the server gave
/// them.
sealed interface Reply {

    /// The addresses, at the end of all aliases in the message.
    record Found(List<InetAddress> addresses, long ttl) implements Reply {}

    /// The name is another's alias, and the message does not say what that one's addresses are.
    ///
    /// @param steps how many aliases led there
    record Alias(Name canonical, int steps, long ttl) implements Reply {}

    record NoSuchName(long ttl) implements Reply {}

    record NoRecords(long ttl) implements Reply {}

    /// The server answers, but with nothing of use: another may do better.
    record Failed(String why) implements Reply {}
}
