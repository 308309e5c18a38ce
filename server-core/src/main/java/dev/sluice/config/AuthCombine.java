package dev.sluice.config;

/** What makes one decision of those of several authenticators. */
public enum AuthCombine {
    /** The first that has an opinion decides. */
    FIRST,
    /** Each opinion must be an allow. */
    ALL
}
