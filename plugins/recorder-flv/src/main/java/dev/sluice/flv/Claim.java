package dev.sluice.flv;

import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file in progress that nobody else touches.
 *
 * @param part where it lies now
 * @param target the name that it is to get
 * @param channel open and locked
 */
record Claim(Path part, Path target, FileChannel channel) {}
