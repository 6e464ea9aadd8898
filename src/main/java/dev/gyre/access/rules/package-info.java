/// Which requests are served, and by which part of the pool: an operator's rules, judged in their order.
@NullMarked
package dev.gyre.access.rules;

import org.jspecify.annotations.NullMarked;
