@org.jspecify.annotations.NullMarked
package dev.proven.cli;
