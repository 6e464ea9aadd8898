package dev.gyre.dns;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.xbill.DNS.Name;

import java.util.Optional;

/// Finds records of any type, aliases followed.
interface Finder {

    /// Rules for special names, fixed answers, the cache and validation are kept.
    ///
    /// @param name absolute
    /// @param type as [org.xbill.DNS.Type] counts them
    /// @param loop which does the work, and on which listeners of the future are called
    /// @return fails with a [dev.gyre.net.FailureException] only
    Future<Finding> find(Name name, int type, Route route, EventLoop loop);

    /// What there is to say without asking anybody: of special names, and of those with fixed answers.
    ///
    /// @param name absolute
    default Optional<Finding> known(Name name, int type) {
        return Optional.empty();
    }
}
