package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a server process occupies, as the system sees it (Linux), after a full garbage collection.
 *
 * @param residentMebibytes heap, direct memory and everything else that lies in memory
 * @param heapMebibytes live objects
 */
record Footprint(long residentMebibytes, long heapMebibytes, long threads, long descriptors) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    static boolean isMeasurable() {
        return Files.isDirectory(PROC.resolve("self/fd")) && Files.isExecutable(jcmd());
    }

    static Footprint of(Workbench bench, Run server) {
        ask(bench, server, "GC.run");
        String heap = ask(bench, server, "GC.heap_info");
        try {
            return new Footprint(
                    statusOf(server, "VmRSS") / 1024,
                    number(heap.substring(heap.indexOf("used"))) / 1024,
                    statusOf(server, "Threads"),
                    descriptorsOf(server));
        } catch (IOException e) {
            throw new AssertionError(server + " has no figures", e);
        }
    }

    static long descriptorsOf(Run server) throws IOException {
        try (var descriptors = Files.list(PROC.resolve(server.pid() + "/fd"))) {
            return descriptors.count();
        }
    }

    /** The TCP ports that it listens on. */
    static SortedSet<Integer> portsOf(Run server) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (var descriptors = Files.list(PROC.resolve(server.pid() + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        SortedSet<Integer> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(PROC.resolve(server.pid() + "/net/" + table))) {
                // number, local address, remote address, state, four other columns, inode
                String[] columns = line.strip().split("\\s+");
                if (columns[3].equals(LISTENING) && sockets.contains("socket:[" + columns[9] + "]")) {
                    String address = columns[1];
                    ports.add(Integer.parseInt(address.substring(address.indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }

    private static String ask(Workbench bench, Run server, String question) {
        Run run = bench.start(new ProcessBuilder(jcmd().toString(), Long.toString(server.pid()), question));
        run.expectSuccess(LIMIT);
        return run.output();
    }

    private static long statusOf(Run server, String name) throws IOException {
        return Files.readAllLines(PROC.resolve(server.pid() + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(Footprint::number)
                .findFirst()
                .orElseThrow();
    }

    /** The first number in the text. */
    private static long number(String text) {
        return Long.parseLong(text.replaceFirst("\\D*(\\d+)(?s:.*)", "$1"));
    }

    /** Not more than before, but for what a longer run touches for the first time. */
    void expectNoMoreThan(Footprint before) {
        System.out.println("before " + before + ", after " + this);
        assertThat(threads).as("threads, before: %s, after: %s", before, this).isLessThanOrEqualTo(before.threads + 2);
        assertThat(descriptors)
                .as("descriptors, before: %s, after: %s", before, this)
                .isLessThanOrEqualTo(before.descriptors + 2);
        assertThat(heapMebibytes)
                .as("live heap, before: %s, after: %s", before, this)
                .isLessThanOrEqualTo(before.heapMebibytes + 4);
        assertThat(residentMebibytes)
                .as("resident memory, before: %s, after: %s", before, this)
                .isLessThanOrEqualTo(before.residentMebibytes * 5 / 4 + 16);
    }
}
