package dev.gyre.observe;

import dev.gyre.net.Failure;
import dev.gyre.net.Target;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/// What the log of requests may tell of one request or tunnel. What the settings leave out is not in it.
///
/// @param end when it was over
/// @param kind what the client spoke
/// @param client the client's address
/// @param user who has logged in; empty when nobody has
/// @param protocol the version of HTTP, as log files spell it; empty when it was none
/// @param method of HTTP, or `-`; of a question by DNS, its type
/// @param target where it went; nothing when that was not looked at
/// @param path with or without its query; empty when it is not told
/// @param egress by which way it left, in words; empty when it left by none
/// @param status of HTTP that the client was told, or would have been; 0 when it was told none. Of DNS, the code of the reply
/// @param failure why it did not get to its target, or came to no good end
/// @param reason by which rule it was refused; empty when it was by none
/// @param sent octets to the target
/// @param received octets from it
/// @param nanos how long it took
public record RequestRecord(
        Instant end,
        ExchangeRecord.Kind kind,
        Optional<InetAddress> client,
        String user,
        String protocol,
        String method,
        Optional<Target> target,
        String path,
        String egress,
        int status,
        Optional<Failure> failure,
        String reason,
        long sent,
        long received,
        long nanos) {}
