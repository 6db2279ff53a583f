/** The gateway that is put in front of an HTTP API. */
@NullMarked
package dev.proven.gateway;

import org.jspecify.annotations.NullMarked;
