/// One record for each exchange.
@NullMarked
package dev.gyre.observe;

import org.jspecify.annotations.NullMarked;
