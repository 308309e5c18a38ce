package dev.sluice.jmx;

/** A bean to try rights on. */
public interface LampMXBean {
    boolean isLit();

    void setLit(boolean lit);

    void blink(String how);
}
