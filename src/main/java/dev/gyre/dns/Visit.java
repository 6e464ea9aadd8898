package dev.gyre.dns;

import io.netty.channel.EventLoop;

import java.util.List;
import java.util.function.Consumer;

/// How one look-up's questions leave.
///
/// @param servers in the order in which they are asked
/// @param lines the connections that may be used
/// @param signed whether signatures are asked for
/// @param audience who hears of names
/// @param witness is told each step
record Visit(
        Route route,
        EventLoop loop,
        List<NameServer> servers,
        Lines lines,
        boolean signed,
        SpecialNames.Audience audience,
        Consumer<Step> witness) {}
