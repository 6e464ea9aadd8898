/// What is learned of egresses while they are used, and which of them may be used now.
@NullMarked
package dev.gyre.health;

import org.jspecify.annotations.NullMarked;
