package dev.gyre.inbound.client;

import dev.gyre.access.limits.Pass;
import dev.gyre.relay.Pace;
import dev.gyre.relay.Toll;

import io.netty.channel.Channel;

/// What passes for the request or tunnel that a client has under way, as far as limits count it. On the client's event loop.
public final class Passage implements Toll {

    private final Pass pass;
    private long pause;

    Passage(Pass pass) {
        this.pass = pass;
    }

    boolean isMetered() {
        return pass.isMetered();
    }

    @Override
    public long pass(int bytes) {
        long its = pass.take(bytes);
        pause = Math.max(0, its);
        return its == Pass.USED_UP ? OVER : its;
    }

    @Override
    public long more() {
        return pass.more();
    }

    /// Bytes were read here that are about to pass; the channel is not read for as long as is due then.
    ///
    /// @return false when they must not pass: a quota is used up
    public boolean passes(Channel from, int bytes) {
        long its = pass(bytes);
        if (its > 0) {
            Pace.pause(from, its, this::more);
        }
        return its != OVER;
    }

    /// For how many nanoseconds nothing is to be read, as was said last.
    long pause() {
        return pause;
    }

    void close() {
        pass.close();
    }
}
