@NullMarked
package dev.proven.examples.tpcds;

import org.jspecify.annotations.NullMarked;
