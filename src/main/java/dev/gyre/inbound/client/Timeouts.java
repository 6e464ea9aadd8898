package dev.gyre.inbound.client;

import java.time.Duration;

/// How long a client's connection may be without what has to come next. All are above zero.
///
/// @param head from the first byte of a request's head to its last
/// @param response from the end of a request to the end of the response's head; each interim response starts it anew
/// @param body how long nothing may move while a body is on its way, in either direction
/// @param handshake from the first byte to the end of a SOCKS client's request; and until the first byte of any client
/// @param idle how long a connection between two requests may carry nothing
public record Timeouts(
        Duration head, Duration response, Duration body, Duration handshake, Duration idle) {}
