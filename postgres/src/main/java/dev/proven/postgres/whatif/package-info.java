/**
 * What the planner would do if other indexes existed, and how large they would be: asked of HypoPG,
 * of an empty twin of the database, or of real indexes on a copy.
 */
@NullMarked
package dev.proven.postgres.whatif;

import org.jspecify.annotations.NullMarked;
