/** Shows what the server counts to Prometheus. */
package dev.sluice.prometheus;
