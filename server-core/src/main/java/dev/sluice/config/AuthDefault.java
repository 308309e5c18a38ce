package dev.sluice.config;

/** What holds when no authenticator decides. */
public enum AuthDefault {
    /** Clients get what they ask for. */
    ALLOW,
    /** They do not. */
    DENY
}
