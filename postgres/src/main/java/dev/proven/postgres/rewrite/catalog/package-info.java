/** What the catalog promises of the tables and functions that a statement names. */
@NullMarked
package dev.proven.postgres.rewrite.catalog;

import org.jspecify.annotations.NullMarked;
