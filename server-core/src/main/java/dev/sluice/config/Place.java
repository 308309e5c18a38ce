package dev.sluice.config;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a value stands in a file, or would stand if it were written.
 *
 * @param tree null when it is not written
 * @param origin {@link Tree#origin()} of the value, or of the nearest thing around it that was written
 */
record Place(Tree tree, String origin, KeyPath path) {

    static Place of(Tree tree, KeyPath path) {
        return new Place(tree, tree.origin(), path);
    }

    /** @param entry what stands at the key; null for nothing */
    Place key(String key, Tree entry) {
        return new Place(entry, entry == null ? origin : entry.origin(), path.key(key));
    }

    List<Place> items(List<Tree> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> of(items.get(i), path.item(i)))
                .toList();
    }

    boolean isWritten() {
        return tree != null;
    }

    /** Whether there is nothing, be the key written or not. */
    boolean isEmpty() {
        return Tree.isMissing(tree);
    }

    /** What to call it in "got ...". */
    String described(boolean hidden) {
        if (tree == null) {
            return "nothing";
        }
        return hidden && tree instanceof Tree.Scalar scalar && !scalar.missing() ? "'***'" : tree.described();
    }
}
