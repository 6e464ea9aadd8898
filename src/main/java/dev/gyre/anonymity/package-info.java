/// What must not leave.
@NullMarked
package dev.gyre.anonymity;

import org.jspecify.annotations.NullMarked;
