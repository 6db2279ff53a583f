@NullMarked
package dev.proven.gateway.flow;

import org.jspecify.annotations.NullMarked;
