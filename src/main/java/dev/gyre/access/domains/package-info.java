/// Lists of domains that others write, hundreds of thousands in one: which hosts are in them, and in which line.
@NullMarked
package dev.gyre.access.domains;

import org.jspecify.annotations.NullMarked;
