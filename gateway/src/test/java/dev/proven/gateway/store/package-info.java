@NullMarked
package dev.proven.gateway.store;

import org.jspecify.annotations.NullMarked;
