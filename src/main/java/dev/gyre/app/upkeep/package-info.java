/// What keeps a running proxy up with the world around it: files that change, lists of others, what is remembered.
@NullMarked
package dev.gyre.app.upkeep;

import org.jspecify.annotations.NullMarked;
