package dev.sluice.rules;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Secrets of which a client has to show one. How long a comparison takes says nothing of them: only digests of one length
 * are compared, and always all of a kind.
 */
final class Tokens {
    static final int MAX_CHARS = 1_024;

    private static final String SHA256 = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{" + 2 * Sha256.BYTES + "}");

    private final List<byte[]> digests = new ArrayList<>();
    private final List<SlowHash> slowHashes = new ArrayList<>();

    private Tokens() {}

    /** How far a quick look goes. */
    enum Fit {
        YES,
        NO,
        /** {@link #fits} has to be asked, which is slow. */
        UNKNOWN
    }

    /**
     * @param texts plain, {@code sha256:HEX} or {@code pbkdf2:ITERATIONS:SALT:HASH} each; with none, everybody fits
     * @throws IllegalArgumentException without a token in its message
     */
    static Tokens of(List<String> texts) {
        Tokens tokens = new Tokens();
        for (int i = 0; i < texts.size(); i++) {
            try {
                tokens.add(texts.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("entry " + (i + 1) + ": " + e.getMessage());
            }
        }
        return tokens;
    }

    private void add(String text) {
        if (text.startsWith(SlowHash.PREFIX)) {
            slowHashes.add(SlowHash.of(text));
        } else if (text.startsWith(SHA256)) {
            String digits = text.substring(SHA256.length());
            if (!HEX.matcher(digits).matches()) {
                throw new IllegalArgumentException("expected sha256: and 64 hexadecimal digits");
            }
            digests.add(HexFormat.of().parseHex(digits));
        } else if (text.isEmpty() || text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("expected 1.." + MAX_CHARS + " characters");
        } else {
            digests.add(Sha256.of(text));
        }
    }

    /** Rounds of PBKDF2 that {@link #fits} may cost. */
    long iterations() {
        return slowHashes.stream().mapToLong(SlowHash::iterations).sum();
    }

    /** @param shown what the client shows; null or empty when it shows nothing */
    Fit quickFit(String shown) {
        if (digests.isEmpty() && slowHashes.isEmpty()) {
            return Fit.YES;
        }
        if (shown == null || shown.isEmpty() || shown.length() > MAX_CHARS) {
            return Fit.NO;
        }
        byte[] digest = Sha256.of(shown);
        boolean fits = false;
        for (byte[] expected : digests) {
            fits |= MessageDigest.isEqual(expected, digest);
        }
        for (SlowHash hash : slowHashes) {
            fits |= hash.hasFitted(shown);
        }
        return fits ? Fit.YES : slowHashes.isEmpty() ? Fit.NO : Fit.UNKNOWN;
    }

    boolean fits(String shown) {
        Fit quick = quickFit(shown);
        boolean fits = quick == Fit.YES;
        if (quick == Fit.UNKNOWN) {
            for (SlowHash hash : slowHashes) {
                fits |= hash.fits(shown);
            }
        }
        return fits;
    }
}
