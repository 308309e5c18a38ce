/** Records streams as FLV files. */
package dev.sluice.flv;
