/// Names to addresses; the only importer of dnsjava.
@NullMarked
package dev.gyre.dns;

import org.jspecify.annotations.NullMarked;
