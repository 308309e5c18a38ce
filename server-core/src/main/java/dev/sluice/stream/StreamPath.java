package dev.sluice.stream;

/**
 * A stream's identity.
 *
 * @param application the configured application it belongs to
 * @param name the rest of its path; may hold slashes
 */
public record StreamPath(String application, String name) {
    @Override
    public String toString() {
        return application + "/" + name;
    }
}
