/** AMF0 from and to bytes, bounded in depth, count and key length. No AMF3, no classes, no XML parsing. */
package dev.sluice.amf;
