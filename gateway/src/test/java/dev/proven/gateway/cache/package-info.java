@NullMarked
package dev.proven.gateway.cache;

import org.jspecify.annotations.NullMarked;
