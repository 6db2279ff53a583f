/** Well-formed markup: every text that enters it is escaped. */
@NullMarked
package dev.proven.report.markup;

import org.jspecify.annotations.NullMarked;
