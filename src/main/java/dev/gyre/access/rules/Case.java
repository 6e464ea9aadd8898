package dev.gyre.access.rules;

import dev.gyre.net.Host;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Set;

/// A request that is to be judged, as far as it is known before its way out is.
///
/// @param scheme how it is asked for
/// @param user whose it is, when that was checked; else empty
/// @param groups to which the user belongs
/// @param client where it comes from
/// @param host where it wants to go
/// @param port there; 0 when it has none
/// @param method of HTTP; empty when it has none
/// @param clock says when it is
public record Case(
        Scheme scheme,
        String user,
        Set<String> groups,
        InetAddress client,
        Host host,
        int port,
        String method,
        InstantSource clock) {}
