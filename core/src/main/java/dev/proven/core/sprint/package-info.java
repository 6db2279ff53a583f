/** The order of events on one target: diagnose, screen, prove each, prove the chosen set. */
@NullMarked
package dev.proven.core.sprint;

import org.jspecify.annotations.NullMarked;
