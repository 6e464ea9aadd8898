package dev.gyre.inbound.identity;

import dev.gyre.rotation.Wish;

/// What a client says of itself with a request. Nothing of it is proven.
///
/// @param user the user name without its parameters; empty when there is none
/// @param wish what the parameters ask for
public record Claim(String user, Wish wish) {

    /// What is asked for, without names: a user name may be the secret itself, and who knows the name of a session can join it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(user.isEmpty() ? "no user" : "user ***");
        if (wish.session().isPresent()) {
            text.append(", session ***");
        }
        wish.ttl().ifPresent(ttl -> text.append(", ttl ").append(ttl.toSeconds()).append('s'));
        wish.strength().ifPresent(strength -> text.append(", ").append(strength));
        if (wish.rotate()) {
            text.append(", rotate");
        }
        return text.append(", ").append(wish.narrowing()).toString();
    }
}
