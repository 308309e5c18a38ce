/** Expiring signatures in the query of a stream. */
package dev.sluice.signedurl;
