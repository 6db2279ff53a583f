package dev.proven.core.sprint;

import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Target;

/**
 * One optimizer with what it found on the unchanged target.
 *
 * @param <T> the kind of target
 */
record Stage<T extends Target>(Optimizer<T> optimizer, Diagnosis<T> diagnosis) {}
