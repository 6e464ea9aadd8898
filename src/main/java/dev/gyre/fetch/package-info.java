/// A request of this proxy's own, through one egress.
@NullMarked
package dev.gyre.fetch;

import org.jspecify.annotations.NullMarked;
