package dev.gyre.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.List;

/// What one message of a name server comes to. Times to live are in seconds, as the server gave
/// them.
sealed interface Reply {

    /// All there is to know: records, or that there are none.
    record Whole(int rcode, List<Record> answers, List<Record> authority, long ttl)
            implements Reply {}

    /// The name is another's alias, and the message does not say what that one's records are.
    ///
    /// @param aliases the records that led there
    record Alias(Name canonical, List<Record> aliases, long ttl) implements Reply {}

    /// The server answers, but with nothing of use: another may do better.
    record Failed(String why) implements Reply {}
}
