/** Ordered rules by action, application, stream, address and token. */
package dev.sluice.rules;
