package dev.gyre.egress;

/// What the egresses of a block have in common with those of others: whatever narrows a pool takes a kind as a whole.
///
/// @param id its number in the pool, from 0
record Kind(int id, Labels labels, Reach reach) {}
