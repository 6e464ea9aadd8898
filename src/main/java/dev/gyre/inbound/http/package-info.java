/// HTTP as a client speaks it to a proxy.
@NullMarked
package dev.gyre.inbound.http;

import org.jspecify.annotations.NullMarked;
