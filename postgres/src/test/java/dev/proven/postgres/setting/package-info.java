@NullMarked
package dev.proven.postgres.setting;

import org.jspecify.annotations.NullMarked;
