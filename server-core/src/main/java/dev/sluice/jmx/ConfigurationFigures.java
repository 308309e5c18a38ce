package dev.sluice.jmx;

import dev.sluice.jmx.Control.ConfigurationChange;

/** What was changed. */
record ConfigurationFigures(ConfigurationChange change) implements ConfigurationRow {
    @Override
    public String[] getChanged() {
        return change.changed().toArray(String[]::new);
    }

    @Override
    public String[] getNeedingRestart() {
        return change.needingRestart().toArray(String[]::new);
    }

    @Override
    public String[] getRefused() {
        return change.refused().toArray(String[]::new);
    }
}
