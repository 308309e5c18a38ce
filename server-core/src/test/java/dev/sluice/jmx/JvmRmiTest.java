package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RMI takes from system properties, in a JVM that has not used it before. */
class JvmRmiTest {
    @TempDir
    private Path folder;

    /** Else who has no password fills the heap: RMI keeps a name of any length for ten minutes. */
    @Test
    void shouldNotRememberForLongWhoClaimsToUseTheRegistry() throws Exception {
        assertThat(printedBy(Leases.class, folder.toString(), "1", "64", "65"))
                .containsExactly("10000", "10000", "refused");
    }

    /** Anybody on this machine gets to the port that the JDK opens when JConsole attaches. */
    @Test
    void shouldNotSpendThreadsWithoutEnd() throws Exception {
        assertThat(printedBy(Throng.class, "530")).containsExactly("512");
    }

    private List<String> printedBy(Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // nobody of the throng goes before all have come
                "-Dsun.rmi.transport.tcp.readTimeout=600000",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Process probe = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        String printed = new String(probe.getInputStream().readAllBytes());
        assertThat(probe.waitFor()).as("see %s", folder.resolve("errors")).isZero();
        // others log there too
        return printed.lines().filter(line -> !line.contains(" ")).toList();
    }
}
