package dev.gyre.judge;

import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import java.net.InetAddress;
import java.util.List;

/// The target `http://whoami.gyre/`: who may have it answered, and where it listens.
///
/// @param guard who may
/// @param addresses loopback addresses, one of each family at most
/// @param port the port at all of them
record Whoami(PageGuard guard, List<InetAddress> addresses, int port)
        implements BuiltInTarget.Listening {

    /// Its name, which exists nowhere else.
    static final String NAME = "whoami.gyre";

    static final Target TARGET = new Target(new Host.Name(NAME), 80);

    @Override
    public boolean is(Target target) {
        return target.equals(TARGET);
    }

    @Override
    public boolean admits(Asked request) {
        return guard.admits(request);
    }
}
