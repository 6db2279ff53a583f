/** How a request passes the gateway: looked up, asked for, stored, shared and answered. */
@NullMarked
package dev.proven.gateway.flow;

import org.jspecify.annotations.NullMarked;
