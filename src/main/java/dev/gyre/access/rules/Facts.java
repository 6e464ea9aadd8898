package dev.gyre.access.rules;

import dev.gyre.net.Host;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.Instant;
import java.util.function.Predicate;

/// What is known of a case at one point of its way, and what follows from it, found out once. Used on one thread.
final class Facts {

    private final Case of;
    private final @Nullable Predicate<String> egress;
    private final @Nullable InetAddress address;
    private final Truth unknown;
    private @Nullable String site;
    private @Nullable Instant now;

    private Facts(
            Case of,
            @Nullable Predicate<String> egress,
            @Nullable InetAddress address,
            Truth unknown) {
        this.of = of;
        this.egress = egress;
        this.address = address;
        this.unknown = unknown;
    }

    /// Nothing but the case itself. A target that is an address has been found already.
    static Facts of(Case asked) {
        return new Facts(
                asked,
                null,
                asked.host() instanceof Host.Address(InetAddress literal) ? literal : null,
                Truth.UNKNOWN);
    }

    /// Its way out has been chosen.
    Facts by(Predicate<String> labels) {
        return new Facts(of, labels, address, unknown);
    }

    /// Its target's name has this address.
    Facts at(InetAddress found) {
        return new Facts(of, egress, found, unknown);
    }

    /// Nothing more will be known: it has no egress with any label, and no address of any network.
    Facts settled() {
        return new Facts(of, egress, address, Truth.NO);
    }

    Case of() {
        return of;
    }

    /// Tells whether the egress has a label; nothing before there is one.
    @Nullable Predicate<String> egress() {
        return egress;
    }

    /// Where the connection is to go; nothing as long as that is a name.
    @Nullable InetAddress address() {
        return address;
    }

    /// Whether something holds that isn't known.
    Truth unknown() {
        return unknown;
    }

    /// Whose the target is.
    String site() {
        String known = site;
        if (known == null) {
            known = Site.of(of.host()).name();
            site = known;
        }
        return known;
    }

    /// When this was asked first.
    Instant now() {
        Instant known = now;
        if (known == null) {
            known = of.clock().instant();
            now = known;
        }
        return known;
    }
}
