/** The command line: one class a command. */
@NullMarked
package dev.proven.cli;

import org.jspecify.annotations.NullMarked;
