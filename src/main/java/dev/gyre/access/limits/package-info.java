/// How much users, clients and sites may take: requests, connections, bandwidth, and bytes per day and month. Knows no sockets.
@NullMarked
package dev.gyre.access.limits;

import org.jspecify.annotations.NullMarked;
