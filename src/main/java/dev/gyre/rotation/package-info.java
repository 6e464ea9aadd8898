/// Which egress comes next: pure logic on an injected source of randomness and of time. No Netty here.
@NullMarked
package dev.gyre.rotation;

import org.jspecify.annotations.NullMarked;
