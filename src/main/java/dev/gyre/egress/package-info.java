/// What a way out is. No Netty here, and nothing that changes while the proxy runs but the pool's own snapshot.
@NullMarked
package dev.gyre.egress;

import org.jspecify.annotations.NullMarked;
