/// Builds the objects, starts and stops them.
@NullMarked
package dev.gyre.app;

import org.jspecify.annotations.NullMarked;
