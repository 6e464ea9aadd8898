package dev.gyre.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.fire.Fire.Outcome;

import org.junit.jupiter.api.Test;

/// What the pool learns is worth something, under a load in which three in ten hops are ill and three in ten are banned.
final class FireIT {

    private static final Fire FIRE = new Fire(60, 12, 100, 2);

    @Test
    void thePoolLearnsWhichOfItsHopsServeWhom() throws Exception {
        Outcome without = FIRE.run(Fire.NONE);
        Outcome with = FIRE.run(Fire.ALL);
        System.out.println(Fire.TITLES + "\n" + without + "\n" + with);
        assertThat(without.success()).as("a banned egress is taken again and again").isLessThan(82);
        assertThat(with.success()).isGreaterThan(90);
    }
}
