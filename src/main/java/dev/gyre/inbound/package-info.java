/// Listeners: what a client speaks, told apart by its first byte.
@NullMarked
package dev.gyre.inbound;

import org.jspecify.annotations.NullMarked;
