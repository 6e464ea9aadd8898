/// Proof that nothing leaks: judges of its own, which every way out of a pool file is driven to through the real proxy. Sockets
/// block here, on virtual threads, and every wait has an end.
@NullMarked
package dev.gyre.audit;

import org.jspecify.annotations.NullMarked;
