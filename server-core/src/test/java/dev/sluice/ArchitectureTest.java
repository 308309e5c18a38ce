package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may see whom. Where an arrow is wrong, the architecture and this table change in one commit, with the reason. */
class ArchitectureTest {
    private static final String ROOT = "";
    private static final Set<String> NOBODY = Set.of();

    /** Packages below {@code dev.sluice}, each with those that it may see. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("api", NOBODY),
            entry("counter", NOBODY),
            entry("protocol", NOBODY),
            entry("amf", Set.of("protocol")),
            entry("handshake", Set.of("protocol")),
            entry("chunk", Set.of("protocol")),
            entry("message", Set.of("protocol", "amf", "chunk")),
            // too much work for event loops, so nothing that runs on them may see it
            entry("codec", Set.of("protocol", "amf", "message")),
            entry("net", Set.of("counter")),
            entry("stream", Set.of("counter", "protocol", "chunk")),
            entry(
                    "session",
                    Set.of("api", "counter", "protocol", "amf", "handshake", "chunk", "message", "net", "stream")),
            entry("plugin", Set.of("api", "stream", "message", "counter")),
            // events, and what some views hold, are values of the API
            entry("jmx", Set.of("api", "stream", "session", "net", "plugin", "counter", "codec")),
            // plugins' settings are written like the server's own, so the annotation of a key is the API's
            entry("config", Set.of("api")),
            // "sign" reads the settings of a plugin
            entry("cli", Set.of("api", "jmx", "config")));

    /** What is neither ours nor plain {@code java.*}, each with the packages that may use it; anything else is refused. */
    private static final Map<String, Set<String>> THIRD_PARTIES = Map.ofEntries(
            entry("org.slf4j.", Set.of("api", "counter", "net", "stream", "session", "plugin", "jmx", "cli", ROOT)),
            entry("org.pf4j.", Set.of("api", "plugin")),
            entry("org.yaml.snakeyaml.", Set.of("config")),
            // log levels are changed by the logging's own means, for SLF4J has none
            entry("org.apache.logging.log4j.", Set.of(ROOT)),
            entry("picocli.", Set.of("cli")),
            entry("javax.crypto.", Set.of("cli")),
            entry("javax.management.", Set.of("jmx", "cli")),
            // a client of JMX is a subject, whoever it was authenticated by
            entry("javax.security.auth.", Set.of("jmx")),
            // remote management is TLS or nothing
            entry("javax.net.ssl.", Set.of("jmx")),
            entry("javax.rmi.ssl.", Set.of("jmx")),
            entry("com.sun.management.", Set.of("config", "jmx")));

    private static final String[] ON_LOOPS = Stream.of(
                    "protocol", "amf", "handshake", "chunk", "message", "net", "stream", "session")
            .map(name -> "dev.sluice." + name)
            .toArray(String[]::new);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sluice");

    @Test
    void shouldKnowEveryPackage() {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String name = packageOf(type);
            if (!name.equals(ROOT) && !ARROWS.containsKey(name)) {
                unknown.add(type.getPackageName());
            }
        }

        assertThat(unknown).as("packages that the table does not know").isEmpty();
    }

    @Test
    void shouldFollowArrows() {
        assertThat(violations(ArchitectureTest::isOurs, ArchitectureTest::isArrow))
                .as("dependencies against the arrows")
                .isEmpty();
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching("dev.sluice.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldPinThirdParties() {
        Predicate<Dependency> foreign =
                dependency -> !isOurs(dependency) && !targetName(dependency).startsWith("java.");
        assertThat(violations(foreign, ArchitectureTest::isPinned))
                .as("third parties where they do not belong")
                .isEmpty();
    }

    @Test
    void shouldNameNoPackageAfterNothing() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..impl..")
                .check(CLASSES);
    }

    @Test
    void shouldPrintFromCommandLineOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sluice.cli")
                .and()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void shouldLogThroughSlf4jOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(LogLevels.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.logging..")
                .check(CLASSES);
    }

    /** No file and no waiting on an event loop: architecture, section 2. */
    @Test
    void shouldNotBlockLoops() {
        noClasses()
                .that()
                .resideInAnyPackage(ON_LOOPS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net.http..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(CompletableFuture.class, "get")
                .orShould()
                .callMethod(CompletableFuture.class, "join")
                .orShould()
                .callMethod(Future.class, "get")
                .check(CLASSES);
    }

    private static List<String> violations(Predicate<Dependency> judged, Predicate<Dependency> allowed) {
        return CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(judged)
                .filter(allowed.negate())
                .map(Dependency::getDescription)
                .sorted()
                .toList();
    }

    private static boolean isOurs(Dependency dependency) {
        return targetName(dependency).startsWith("dev.sluice.");
    }

    private static boolean isArrow(Dependency dependency) {
        String from = packageOf(dependency.getOriginClass());
        String to = packageOf(dependency.getTargetClass().getBaseComponentType());
        return from.equals(ROOT)
                || from.equals(to)
                || ARROWS.getOrDefault(from, NOBODY).contains(to);
    }

    private static boolean isPinned(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return target.isPrimitive()
                || THIRD_PARTIES.entrySet().stream()
                        .filter(third -> target.getName().startsWith(third.getKey()))
                        .anyMatch(third -> third.getValue().contains(packageOf(dependency.getOriginClass())));
    }

    private static String targetName(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType().getName();
    }

    /** Without {@code dev.sluice}; empty for the root. */
    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals("dev.sluice") ? ROOT : name.substring("dev.sluice.".length());
    }
}
