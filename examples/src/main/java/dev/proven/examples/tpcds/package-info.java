/** TPC-DS with primary keys only: 24 tables, and statements with many joins. */
@NullMarked
package dev.proven.examples.tpcds;

import org.jspecify.annotations.NullMarked;
