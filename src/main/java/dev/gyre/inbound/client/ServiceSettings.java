package dev.gyre.inbound.client;

import dev.gyre.access.Users;
import dev.gyre.access.domains.Blocking;
import dev.gyre.access.limits.LimitSettings;
import dev.gyre.access.rules.Policy;
import dev.gyre.anonymity.HeaderEdits;
import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.identity.ClaimSettings;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.relay.TunnelLimits;

import java.util.Optional;

/// What holds for all clients alike.
///
/// @param timeouts how long a client may be silent
/// @param tunnels how long a tunnel may last
/// @param heads how large a message's head may be
/// @param outbound how connections to targets are kept
/// @param claims how clients may say who they are
/// @param users who may use it; nothing when anybody may
/// @param limits how much users, clients and sites may take
/// @param policy for what it may be used
/// @param headers what becomes of the fields of messages
/// @param edits the rules among that, made ready
/// @param blocking which targets nobody may have
/// @param reveal names of egresses, where clients on this machine may know them
public record ServiceSettings(
        Timeouts timeouts,
        TunnelLimits tunnels,
        HeadLimits heads,
        OutboundSettings outbound,
        ClaimSettings claims,
        Optional<Users> users,
        LimitSettings limits,
        Policy policy,
        HeaderSettings headers,
        HeaderEdits.BySite edits,
        Blocking blocking,
        Optional<RevealedEgresses> reveal) {}
