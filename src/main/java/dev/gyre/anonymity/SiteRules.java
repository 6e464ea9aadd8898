package dev.gyre.anonymity;

import dev.gyre.net.HostPattern;

/// What is done to the fields of messages to and from some hosts, after what is done to all.
public record SiteRules(HostPattern site, HeaderRules rules) {

    /// How many there may be.
    public static final int MOST = 256;
}
