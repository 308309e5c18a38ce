package dev.sluice.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The short-term reference picture sets of a sequence parameter set of H.265 (7.3.7). How long one is depends on how many
 * pictures the one before has, so that they cannot be passed over unread.
 */
final class HevcReferenceSets {
    private static final int MAX_SETS = 64;
    /** Of the pictures of a set, before the current one or behind it (sps_max_dec_pic_buffering_minus1 is below 16). */
    private static final int MAX_PICTURES = 16;

    private final BitReader in;

    private HevcReferenceSets(BitReader in) {
        this.in = in;
    }

    /** The reader fails when they make no sense. */
    static void skip(BitReader in) {
        long count = in.unsignedGolomb();
        if (count > MAX_SETS) {
            in.fail();
        }
        var sets = new HevcReferenceSets(in);
        List<Long> set = List.of();
        for (int i = 0; i < count && !in.failed(); i++) {
            set = i > 0 && in.flag() ? sets.predict(set) : sets.read();
        }
    }

    /** @return distances to the current picture, first those before it, then those behind it, the nearest first */
    private List<Long> read() {
        long before = in.unsignedGolomb();
        long behind = in.unsignedGolomb();
        if (before > MAX_PICTURES || behind > MAX_PICTURES) {
            in.fail();
            return List.of();
        }
        List<Long> distances = new ArrayList<>();
        readDistances((int) before, -1, distances);
        readDistances((int) behind, 1, distances);
        return distances;
    }

    private void readDistances(int count, int sign, List<Long> distances) {
        long distance = 0;
        for (int i = 0; i < count; i++) {
            distance += sign * (in.unsignedGolomb() + 1);
            in.skip(1); // used_by_curr_pic_flag
            distances.add(distance);
        }
    }

    /** The same pictures seen from elsewhere, and the one it was seen from (H.265, 7.4.8, equations 7-61 and 7-62). */
    private List<Long> predict(List<Long> reference) {
        int sign = in.flag() ? -1 : 1;
        long delta = sign * (in.unsignedGolomb() + 1);
        List<Long> distances = new ArrayList<>();
        for (int i = 0; i <= reference.size(); i++) {
            boolean kept = in.flag() || in.flag(); // used_by_curr_pic_flag, use_delta_flag
            long distance = delta + (i < reference.size() ? reference.get(i) : 0);
            if (kept && distance != 0) {
                distances.add(distance);
            }
        }
        if (distances.size() > 2 * MAX_PICTURES) {
            in.fail();
        }
        distances.sort(Comparator.comparing((Long distance) -> distance > 0).thenComparing(Math::abs));
        return distances;
    }
}
