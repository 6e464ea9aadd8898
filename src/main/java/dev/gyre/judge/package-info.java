/// The built-in targets: one that tells a client what a target sees, and one that a client tells how a target treated it.
@NullMarked
package dev.gyre.judge;

import org.jspecify.annotations.NullMarked;
