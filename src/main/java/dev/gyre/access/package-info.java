/// Who may use the proxy, and for what.
@NullMarked
package dev.gyre.access;

import org.jspecify.annotations.NullMarked;
