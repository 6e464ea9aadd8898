package dev.gyre.inbound.http;

import dev.gyre.access.rules.Ruling;
import dev.gyre.access.rules.Scheme;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Target;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.Upstream;

import io.netty.util.concurrent.Future;

import java.util.Optional;

/// Does what is done for any name that does not exist, so that it can't be told by the time it takes that this one is known
/// here.
final class NoSuchName {

    private NoSuchName() {}

    /// @param then run on the client's event loop when that is done
    static void answer(ClientConnection client, Target target, Runnable then) {
        if (!(client.rules().judge(Scheme.HTTP, target, "GET") instanceof Ruling.Allowed allowed)) {
            then.run();
            return;
        }
        client.dial(
                        client.nextSession(target, allowed.way()),
                        Destination.of(target, allowed.pending()),
                        Optional.empty())
                .addListener((Future<Upstream> dialled) -> {
                    if (dialled.isSuccess()) {
                        dialled.getNow().close();
                    }
                    then.run();
                });
    }
}
