/** TPC-H with primary keys only: a database that wastes most of its time. */
@NullMarked
package dev.proven.examples.tpch;

import org.jspecify.annotations.NullMarked;
