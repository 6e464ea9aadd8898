/// The command line: arguments and exit codes, nothing else.
@NullMarked
package dev.gyre.cli;

import org.jspecify.annotations.NullMarked;
