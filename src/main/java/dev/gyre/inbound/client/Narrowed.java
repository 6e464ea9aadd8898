package dev.gyre.inbound.client;

import dev.gyre.access.rules.Action;
import dev.gyre.egress.Narrowing;
import dev.gyre.rotation.Wish;

import java.net.InetAddress;

/// What a rule leaves of the pool for a request. It takes away from what the client wants, and adds nothing to it.
public final class Narrowed {

    private Narrowed() {}

    /// What the client wants, within what is left.
    public static Wish wish(Wish wish, Action.Way way) {
        Narrowing part = wish.narrowing();
        return wish.of(
                switch (way) {
                    case Action.Pool(String label) -> part.with(label);
                    case Action.Direct(InetAddress source) -> part.from(source);
                    case Action.Throttle _ -> part;
                });
    }
}
