package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;
import dev.gyre.net.Site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was learned of one egress and outlasts a run: plain values, with times counted from now.
///
/// @param grade what it told a judge, if that is known
/// @param out if it is out: how long until a request may try it
/// @param backoff how long it will be out the next time
/// @param quota what has passed by it, if that is limited
/// @param coolDowns the sites that do not want it now
public record Learned(
        Egress egress,
        Optional<Grade> grade,
        Optional<Duration> out,
        Duration backoff,
        Optional<Quota> quota,
        List<CoolDown> coolDowns) {

    public Learned {
        coolDowns = List.copyOf(coolDowns);
    }

    /// The same with these.
    Learned with(List<CoolDown> cooling) {
        return new Learned(egress, grade, out, backoff, quota, cooling);
    }

    /// What has passed by it in its period.
    ///
    /// @param requests how many requests and tunnels began
    /// @param bytes how many octets passed
    /// @param left how long until they are counted anew
    public record Quota(long requests, long bytes, Duration left) {}

    /// A site that does not want it.
    ///
    /// @param left for how long yet
    /// @param length for how long in all, of which the next time is a double
    public record CoolDown(Site site, Duration left, Duration length) {}
}
