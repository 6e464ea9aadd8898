package dev.gyre.outbound;

import dev.gyre.net.Target;
import dev.gyre.rotation.Lease;

import io.netty.channel.Channel;

/// An open way to a target, owned by whoever asked for it: to be handed on, parked, or closed; and its lease to be ended.
///
/// @param channel connected through all hops; does not read until told to
/// @param target where it leads
/// @param lease by which egress
/// @param reused whether it served a request before
public record Upstream(Channel channel, Target target, Lease lease, boolean reused) {}
