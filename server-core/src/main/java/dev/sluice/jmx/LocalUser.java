package dev.sluice.jmx;

import java.security.Principal;

/** Who uses {@code bin/sluice}, as the system calls him. */
record LocalUser(String name) implements Principal {
    @Override
    public String getName() {
        return name;
    }
}
