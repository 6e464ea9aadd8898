/// SOCKS 4, 4a and 5 as a client speaks it.
@NullMarked
package dev.gyre.inbound.socks;

import org.jspecify.annotations.NullMarked;
