package dev.gyre.health;

import dev.gyre.egress.Grade;

import java.time.Duration;

/// When an egress is not used for a while, and how much may pass by it.
///
/// @param failures so many faults of its own in a row take an egress out
/// @param rate so many faults in a hundred of its last [#window] uses take it out, 1 to 100
/// @param window how many uses are looked back on; fewer than that don't count as a rate
/// @param out for how long it is out the first time; twice as long each time it fails again at its return
/// @param most for how long at most
/// @param floor how many in a hundred of the pool stay in use, whatever they do, 0 to 100
/// @param coolDowns when a site is spared an egress
/// @param caps how much may be under way at a time
/// @param grade what an egress may tell its target at most: those that are known to tell more are left out
public record HealthSettings(
        int failures,
        int rate,
        int window,
        Duration out,
        Duration most,
        int floor,
        CoolDownSettings coolDowns,
        CapSettings caps,
        Grade grade) {

    public static final HealthSettings DEFAULT =
            new HealthSettings(
                    3,
                    50,
                    20,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    10,
                    CoolDownSettings.DEFAULT,
                    CapSettings.NONE,
                    Grade.ELITE);
}
