@NullMarked
package dev.proven.gateway.coding;

import org.jspecify.annotations.NullMarked;
