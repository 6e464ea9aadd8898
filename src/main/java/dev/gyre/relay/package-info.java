/// Bytes between two channels.
@NullMarked
package dev.gyre.relay;

import org.jspecify.annotations.NullMarked;
