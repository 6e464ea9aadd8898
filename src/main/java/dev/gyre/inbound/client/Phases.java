package dev.gyre.inbound.client;

import dev.gyre.net.Target;
import dev.gyre.outbound.Upstream;

import io.netty.channel.ChannelHandler;

/// The ways a client's connection goes on after a dialogue.
public interface Phases {

    /// HTTP with one target, which Gyre runs itself. What the last handlers still hold follows.
    ///
    /// @param last the handlers of the dialogue that ends, tail first
    void speakHttpWith(Target target, ClientConnection client, ChannelHandler... last);

    /// A tunnel. What the last handlers still hold goes to the target, and what the target has said already to the client.
    ///
    /// @param last the handlers of the dialogue that ends, tail first
    void tunnel(ClientConnection client, Upstream upstream, ChannelHandler... last);
}
