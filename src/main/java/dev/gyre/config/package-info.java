/// The pool file: read with positions, turned into each room's settings, or all of its problems at once.
@NullMarked
package dev.gyre.config;

import org.jspecify.annotations.NullMarked;
