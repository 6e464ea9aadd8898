package dev.gyre.dns;

import org.xbill.DNS.Message;

/// What octets from a name server come to, when they answer the query.
sealed interface Heard {

    record Whole(Message message) implements Heard {}

    /// The answer is to be had over a stream.
    record UseStream() implements Heard {}

    /// Nobody can read it, or it is cut where nothing may be cut.
    record Broken(String why) implements Heard {}
}
