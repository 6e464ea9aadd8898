/// The built-in target that tells a client what a target sees.
@NullMarked
package dev.gyre.judge;

import org.jspecify.annotations.NullMarked;
