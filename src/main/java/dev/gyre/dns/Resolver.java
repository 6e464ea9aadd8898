package dev.gyre.dns;

import dev.gyre.net.Host;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

/// Turns names into addresses, asking by the way that the connection will take. Safe for use by any
/// thread; never blocks.
public interface Resolver {

    /// Looks up the addresses of a name. Neither the system's resolver nor its hosts file or search
    /// list has a part in it.
    ///
    /// @param loop the event loop that does the work, and on which listeners of the future are
    ///     called
    /// @return fails with a [dev.gyre.net.FailureException] only: `DNS_ERROR` when no server gives
    ///     a usable answer, or its signatures are wrong, `DNS_TIMEOUT` when none gives any, `SOURCE_UNAVAILABLE` when the
    ///     route's source can't be bound, `OVERLOADED` when too many questions are open, or what a
    ///     [StreamOpener] failed with
    Future<Answer> resolve(Host.Name name, Route route, Families families, EventLoop loop);

    /// Looks up the records of a name, of any type, and tells how.
    ///
    /// @param type `A`, `MX`, …; see [RecordType#isKnown]
    /// @param witness is told each step, on the event loop
    /// @return fails as [#resolve]
    Future<Told> tell(
            Host.Name name, String type, Route route, EventLoop loop, Consumer<Step> witness);

    /// The addresses of a name that nobody is asked for, since the operator has set them; empty for every other name.
    List<InetAddress> fixed(Host.Name name);

    /// Whether there is a name server that can be asked from this source.
    boolean canAsk(InetAddress source);

    /// Forgets all answers. What is being asked goes on.
    ///
    /// @return how many
    int flush();
}
