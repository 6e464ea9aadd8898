package dev.gyre.inbound.http;

import dev.gyre.access.Verdict;
import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Credentials;
import dev.gyre.net.Failure;
import dev.gyre.observe.ExchangeRecord.Kind;
import dev.gyre.relay.Pace;

import io.netty.buffer.ByteBuf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request of which it is being found out whether a user sends it. What comes of its content meanwhile is held: no more than has been
/// read by then, since nothing more is read.
final class LoginTurn implements Turn {

    private final HttpProxyHandler handler;
    private final ClientConnection client;
    private final RequestHead request;
    private final Optional<Credentials> said;
    private final List<ByteBuf> held = new ArrayList<>();
    private boolean whole;
    private boolean over;

    /// @param said what the request says of its user, if anything
    LoginTurn(
            HttpProxyHandler handler,
            ClientConnection client,
            RequestHead request,
            Optional<Credentials> said) {
        this.handler = handler;
        this.client = client;
        this.request = request;
        this.said = said;
    }

    @Override
    public void begin() {
        if (said.isPresent()) {
            Pace.read(client.channel(), false);
            client.principal().logIn(said.get(), this::told);
        } else if (request.isConnect() || new RequestBody(request.framing()).exists()) {
            refuse(Failure.USER_UNKNOWN);
        }
        // Else its end follows at once, and the connection can serve on.
    }

    private void told(Verdict verdict) {
        if (over) {
            return;
        }
        Pace.read(client.channel(), true);
        switch (verdict) {
            case KNOWN -> {
                over = true;
                handler.loggedIn(request);
                held.forEach(handler::data);
                if (whole) {
                    handler.end();
                }
                handler.pause();
            }
            case UNKNOWN -> refuse(Failure.USER_UNKNOWN);
            case HELD_OFF -> refuse(Failure.USER_HELD_OFF);
            case BUSY -> refuse(Failure.OVERLOADED);
        }
    }

    private void refuse(Failure failure) {
        client.journal().notLoggedIn(request.isConnect() ? Kind.CONNECT : Kind.HTTP, failure);
        refuse(ErrorReply.of(failure));
    }

    private void refuse(ErrorReply reply) {
        end();
        handler.refuse(reply, this);
    }

    @Override
    public void requestData(ByteBuf data) {
        if (over) {
            data.release();
        } else {
            held.add(data);
        }
    }

    @Override
    public void requestEnd() {
        whole = true;
        if (said.isEmpty() && !over) {
            refuse(Failure.USER_UNKNOWN);
        }
    }

    @Override
    public void requestBroken(ErrorReply refusal) {
        refuse(refusal);
    }

    @Override
    public void timedOut() {}

    @Override
    public void end() {
        over = true;
        held.forEach(ByteBuf::release);
        held.clear();
    }

    /// After CONNECT it can't: what follows is meant for the tunnel.
    @Override
    public boolean clientCanGoOn() {
        return Turn.keeps(client, request, whole && !request.isConnect());
    }
}
