@NullMarked
package dev.proven.gateway;

import org.jspecify.annotations.NullMarked;
