/**
 * A statement as a tree of values in which every column says where it comes from. Reading refuses
 * what it does not understand wholly; nothing of a text is ever passed over.
 */
@NullMarked
package dev.proven.postgres.rewrite.sql;

import org.jspecify.annotations.NullMarked;
