/// HTTP/2 as a client speaks it to a proxy: each of its streams becomes what HTTP/1.1 would be, and goes the same ways.
@NullMarked
package dev.gyre.inbound.http2;

import org.jspecify.annotations.NullMarked;
