/// Opens a connection to a target through an egress.
@NullMarked
package dev.gyre.outbound;

import org.jspecify.annotations.NullMarked;
