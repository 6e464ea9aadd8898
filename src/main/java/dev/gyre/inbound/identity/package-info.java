/// What a client says of itself with a request: who it is, and what it wants of rotation. Texts only: nothing here knows where
/// they come from.
@NullMarked
package dev.gyre.inbound.identity;

import org.jspecify.annotations.NullMarked;
