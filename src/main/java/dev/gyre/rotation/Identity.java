package dev.gyre.rotation;

import java.net.InetAddress;

/// Who asks, as far as keeping clients apart goes: two that differ in anything here never share a session. Never told to
/// anybody.
///
/// @param client where the client connects from
/// @param user the name it gave, without parameters; empty when it gave none
/// @param listener the place, in the pool file's list, of the listener that it came in by
public record Identity(InetAddress client, String user, int listener) {

    @Override
    public String toString() {
        return "***";
    }
}
