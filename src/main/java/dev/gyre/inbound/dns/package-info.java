/// DNS as clients speak it, for programs that insist on looking names up themselves.
@NullMarked
package dev.gyre.inbound.dns;

import org.jspecify.annotations.NullMarked;
