package dev.gyre.inbound.client;

import dev.gyre.access.limits.Admittance.Admitted;
import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.access.limits.Limits;
import dev.gyre.access.limits.Pass;
import dev.gyre.access.limits.Place;
import dev.gyre.access.limits.Shaper;
import dev.gyre.net.Target;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// How much one client's connection takes of what limits leave it: its place, and the request that is under way. On the client's event loop.
public final class ClientLimits {

    private final Service service;
    private final Principal principal;
    private @Nullable Passage passage;
    private @Nullable Shaper throttle;
    private @Nullable Place place;

    /// Whether nothing that begins now would be ended.
    private boolean gone;

    ClientLimits(Service service, Principal principal) {
        this.service = service;
        this.principal = principal;
    }

    /// Whether what passes may be counted.
    public boolean isMetered() {
        return service.limits().isMetered();
    }

    /// The client has come: takes one of the connections that it may have, if one is left.
    public Place.Welcome connects() {
        if (gone) {
            return Place.Welcome.CLOSED;
        }
        Place its = service.limits().connect(principal.address());
        place = its;
        return its.welcome();
    }

    /// The connection only carries streams, which take places of their own: it gives back the one that it took.
    public void carries() {
        leave();
    }

    private void leave() {
        Place its = place;
        if (its != null) {
            its.leave().run();
            place = null;
        }
    }

    /// The next request goes by this, too.
    void throttle(Shaper shaper) {
        throttle = shaper;
    }

    /// The next request goes by no rule's: none that was for another, which was judged and not asked.
    public void unthrottle() {
        throttle = null;
    }

    /// A request is asked. Until [#passed] it is under way.
    ///
    /// @return the limit that it is over, if it is over one: then it must not be served, and is not under way
    public Optional<Over> asks(Target target) {
        Limits limits = service.limits();
        Shaper own = throttle;
        throttle = null;
        Pass pass;
        if (limits.isAny()) {
            switch (limits.admit(principal.knownUser(), principal.address(), target.host())) {
                case Over over -> {
                    return Optional.of(over);
                }
                case Admitted(Pass its) -> pass = its;
            }
            if (own != null) {
                pass.by(own);
            }
        } else if (own != null) {
            pass = limits.by(own);
        } else {
            return Optional.empty();
        }
        passed();
        if (gone) {
            pass.close(); // nobody would any more
        } else {
            passage = new Passage(pass);
        }
        return Optional.empty();
    }

    /// What counts what passes for the request that is under way; nothing when nobody does.
    public @Nullable Passage toll() {
        Passage its = passage;
        return its != null && its.isMetered() ? its : null;
    }

    /// For how many nanoseconds nothing is read, since too much has passed.
    public long pause() {
        Passage its = passage;
        return its == null ? 0 : its.pause();
    }

    /// The request is not under way any more.
    public void passed() {
        Passage its = passage;
        if (its != null) {
            its.close();
            passage = null;
        }
    }

    /// The client is gone, perhaps before its time.
    void end() {
        gone = true;
        passed();
        leave();
    }
}
