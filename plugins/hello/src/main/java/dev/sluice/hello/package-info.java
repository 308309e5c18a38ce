/** The sample that a plugin author copies. */
package dev.sluice.hello;
