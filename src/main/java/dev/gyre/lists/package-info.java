/// Lists of egresses as others write them: texts that become entries, and entries that become texts.
@NullMarked
package dev.gyre.lists;

import org.jspecify.annotations.NullMarked;
