/// What the dialogues with clients share, whatever they speak.
@NullMarked
package dev.gyre.inbound.client;

import org.jspecify.annotations.NullMarked;
