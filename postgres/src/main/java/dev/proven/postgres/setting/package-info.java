/**
 * Settings: what a model of the machine and the work proposes, tried value by value, and proven
 * knob by knob.
 */
@NullMarked
package dev.proven.postgres.setting;

import org.jspecify.annotations.NullMarked;
