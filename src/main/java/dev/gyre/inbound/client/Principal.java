package dev.gyre.inbound.client;

import dev.gyre.access.User;
import dev.gyre.access.Users;
import dev.gyre.access.Verdict;
import dev.gyre.inbound.identity.Claim;
import dev.gyre.net.Credentials;
import dev.gyre.net.Disclosure;
import dev.gyre.rotation.Identity;
import dev.gyre.rotation.Wish;

import io.netty.channel.Channel;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// Who a client is: where it comes from, who it says that it is, and whether that is so. On the client's event loop.
public final class Principal {

    /// Of a client that says nothing of itself.
    private static final Claim NOBODY = new Claim("", Wish.NONE);

    private final Channel channel;
    private final Service service;
    private final Door door;
    private Peer peer;
    private Claim claim = NOBODY;
    private Identity identity;

    /// @param door the listener that it came in by
    Principal(Channel channel, Service service, Door door) {
        this.channel = channel;
        this.service = service;
        this.door = door;
        this.peer = Peer.of(channel);
        this.identity = identity(NOBODY);
    }

    /// Somebody else has connected for the client, and says who it is. Before anything is heard of it.
    public void comesFrom(Peer said) {
        peer = said;
        identity = identity(claim);
    }

    /// Who is at the other end.
    public Peer peer() {
        return peer;
    }

    InetAddress address() {
        return peer.address();
    }

    /// The client says who it is and what it wants, until it says something else.
    public void claims(Claim said) {
        if (!said.equals(claim)) {
            claim = said;
            identity = identity(said);
        }
    }

    /// The client says nothing of itself.
    public void claimsNothing() {
        claims(NOBODY);
    }

    private Identity identity(Claim said) {
        return new Identity(address(), said.user(), door.place());
    }

    /// Whose requests its own are, as far as sessions go.
    Identity identity() {
        return identity;
    }

    /// What it wants of its way out.
    Wish wish() {
        return claim.wish();
    }

    /// The user name, without parameters, that the client says; empty when it says none.
    public String user() {
        return claim.user();
    }

    /// Those who may use the listener by which the client came in; nothing when anybody may.
    public Optional<Users> users() {
        return switch (door.users()) {
            case NONE -> Optional.empty();
            case IF_ANY -> service.users();
            // A pool file read since may name none.
            case REQUIRED -> Optional.of(service.users().orElse(Users.NOBODY));
        };
    }

    /// The name that it has logged in by. Where no user is asked for, a name is nobody's.
    Optional<String> knownUser() {
        return users().isPresent() && !claim.user().isEmpty()
                ? Optional.of(claim.user())
                : Optional.empty();
    }

    /// The user that it is. What a client only says of itself opens nothing.
    Optional<User> asUser() {
        return users().flatMap(all -> all.of(claim.user()));
    }

    /// How much targets are told: as is said of the user, else of the listener, if it is of either.
    Optional<Disclosure> disclosure() {
        Optional<Users> all = users();
        Optional<Disclosure> its =
                all.isEmpty() ? Optional.empty() : all.get().disclosure(claim.user());
        return its.isPresent() ? its : door.disclosure();
    }

    /// Whether these are a user's, as far as that is known without work.
    public boolean isLoggedIn(Credentials said) {
        return users().map(all -> service.logins().isKnown(all, said)).orElse(true);
    }

    /// Finds out whether these are a user's.
    ///
    /// @param told is told on the client's event loop, once, unless the client has gone
    public void logIn(Credentials said, Consumer<Verdict> told) {
        Optional<Users> users = users();
        if (users.isEmpty()) {
            told.accept(Verdict.KNOWN);
            return;
        }
        service.logins()
                .check(
                        users.get(),
                        address(),
                        said,
                        verdict ->
                                channel.eventLoop()
                                        .execute(() -> {
                                            if (channel.isActive()) {
                                                told.accept(byNow(verdict, said));
                                            }
                                        }));
    }

    /// Users may be others than when it was asked.
    private Verdict byNow(Verdict verdict, Credentials said) {
        return verdict == Verdict.KNOWN && !isLoggedIn(said) ? Verdict.UNKNOWN : verdict;
    }
}
