package dev.gyre.net;

/// Everything that can go wrong between a request and its target: the one table from which the HTTP status, the RFC 9209 error
/// type, the SOCKS reply and the decision to try another egress are read.
///
/// Only faults of the [Fault#EGRESS] count against an egress: a target that refuses must not burn an address.
public enum Failure {
    /// The client's message breaks the protocol.
    BAD_REQUEST(Fault.CLIENT, false),
    /// The target's address is refused by the target guard, or is a listener of Gyre's own.
    TARGET_PROHIBITED(Fault.CLIENT, false),
    /// A rule of the operator's is against the request.
    DENIED(Fault.CLIENT, false),
    /// The client may not use this listener at all.
    CLIENT_PROHIBITED(Fault.CLIENT, false),
    /// A user is asked for, and the client is none, or its password is wrong.
    USER_UNKNOWN(Fault.CLIENT, false),
    /// The client has given wrong passwords too often of late; this one was not looked at.
    USER_HELD_OFF(Fault.CLIENT, false),
    /// The user, the client or the site is asked for more often than it may be.
    TOO_MANY_REQUESTS(Fault.CLIENT, false),
    /// The user, the client or the site has as many requests and tunnels under way as it may.
    TOO_MANY_AT_ONCE(Fault.CLIENT, false),
    /// The user, the client or the site has had all bytes of a day or month.
    QUOTA_USED_UP(Fault.CLIENT, false),
    /// The client took too long over its request.
    REQUEST_TIMEOUT(Fault.CLIENT, false),

    /// No egress that reaches the target is left to try.
    NO_EGRESS(Fault.PROXY, false),
    /// The session keeps to its egress, which can't be used now.
    SESSION_LOST(Fault.PROXY, false),
    /// The target's site has seen every egress that is left too short a while ago.
    TOO_SOON(Fault.PROXY, false),
    /// Every egress that reaches the target is out for a while, or known to tell too much, or has carried what it may.
    ALL_OUT(Fault.PROXY, false),
    /// Every egress that reaches the target has as much under way as it may, and none had a place in time.
    ALL_FULL(Fault.PROXY, false),
    /// The target's site is spared every egress that is left.
    ALL_COOLING(Fault.PROXY, false),
    /// A bound of this proxy is reached: connections, or file descriptors.
    OVERLOADED(Fault.PROXY, false),
    /// A fault of the proxy itself.
    INTERNAL(Fault.PROXY, false),

    /// The source address can't be bound, or the socket was not given the address that was chosen.
    SOURCE_UNAVAILABLE(Fault.EGRESS, true),
    /// All ports of this source towards this target are in use.
    SOURCE_EXHAUSTED(Fault.EGRESS, true),
    /// A hop's own name can't be resolved.
    HOP_NAME(Fault.EGRESS, true),
    /// A hop can't be connected to.
    HOP_UNREACHABLE(Fault.EGRESS, true),
    /// A hop does not answer in time.
    HOP_TIMEOUT(Fault.EGRESS, true),
    /// A hop's certificate or TLS handshake fails.
    HOP_TLS(Fault.EGRESS, true),
    /// A hop does not take the credentials it was given.
    HOP_AUTHENTICATION(Fault.EGRESS, true),
    /// A hop does not allow the connection it was asked for.
    HOP_DENIED(Fault.EGRESS, true),
    /// A hop's answer is none of its protocol, or it closed the connection instead of answering.
    HOP_PROTOCOL(Fault.EGRESS, true),

    /// The last hop was asked for the target, and is silent: by its own fault, or the target's.
    HOP_SILENT(Fault.EITHER, true),
    /// The last hop was asked for the target, and hung up: by its own fault, or the target's.
    HOP_CLOSED(Fault.EITHER, true),
    /// A hop says that it could not connect, but not why. The hop itself is alive.
    HOP_FAILED(Fault.TARGET, true),
    /// The name does not exist, or has no address.
    NAME_NOT_FOUND(Fault.TARGET, false),
    /// The name servers answer with an error.
    DNS_ERROR(Fault.TARGET, true),
    /// No name server answers in time.
    DNS_TIMEOUT(Fault.TARGET, true),
    /// The target refuses the connection.
    CONNECTION_REFUSED(Fault.TARGET, false),
    /// There is no way to the target's address from here.
    UNREACHABLE(Fault.TARGET, true),
    /// The target does not accept the connection in time.
    CONNECT_TIMEOUT(Fault.TARGET, true),
    /// The target closed the connection before its answer was whole.
    CONNECTION_CLOSED(Fault.TARGET, false),
    /// The target did not answer in time.
    RESPONSE_TIMEOUT(Fault.TARGET, false),
    /// The target's answer breaks the protocol.
    BAD_RESPONSE(Fault.TARGET, false);

    private final Fault fault;
    private final boolean anotherEgress;

    Failure(Fault fault, boolean anotherEgress) {
        this.fault = fault;
        this.anotherEgress = anotherEgress;
    }

    /// Whose fault it is.
    public Fault fault() {
        return fault;
    }

    /// Whether another egress may be tried, as long as no byte of the request has left.
    public boolean anotherEgress() {
        return anotherEgress;
    }

    /// Whose fault a failure is.
    public enum Fault {
        CLIENT,
        PROXY,
        EGRESS,
        TARGET,
        /// The egress's or the target's: one failure alone can't tell. What other egresses get to can.
        EITHER
    }
}
