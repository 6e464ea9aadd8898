/// The words that every room shares: addresses, targets, failures. JDK only.
@NullMarked
package dev.gyre.net;

import org.jspecify.annotations.NullMarked;
