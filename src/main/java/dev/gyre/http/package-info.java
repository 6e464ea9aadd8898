/// HTTP/1.1 messages, strict, the same for both directions.
@NullMarked
package dev.gyre.http;

import org.jspecify.annotations.NullMarked;
