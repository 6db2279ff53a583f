/** The experiment engine: declared first, interleaved in blocks, judged by METHOD's rules. */
@NullMarked
package dev.proven.core.experiment;

import org.jspecify.annotations.NullMarked;
