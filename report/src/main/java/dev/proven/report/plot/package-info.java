/** Statistical graphics as SVG, drawn from plain numbers. */
@NullMarked
package dev.proven.report.plot;

import org.jspecify.annotations.NullMarked;
