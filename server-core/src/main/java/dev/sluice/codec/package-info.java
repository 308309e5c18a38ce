/**
 * What a publisher sends, in words and figures: codec, picture, sound, out of sequence headers and onMetaData. Nothing
 * here throws, whatever the bytes, and no loop runs longer than its input.
 *
 * <p>A package of its own, since only the management beans want to know: {@code message} runs on event loops, where media
 * is not read beyond its first bytes, and this is too much work for there.
 */
package dev.sluice.codec;
