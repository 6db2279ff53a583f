/** The rules, one class each, and what they ask of a statement before they touch it. */
@NullMarked
package dev.proven.postgres.rewrite.rule;

import org.jspecify.annotations.NullMarked;
