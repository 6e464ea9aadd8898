/// Requests of this proxy's own that find out how an egress does.
@NullMarked
package dev.gyre.probe;

import org.jspecify.annotations.NullMarked;
