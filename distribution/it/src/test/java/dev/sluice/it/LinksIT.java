package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation links to is there, in the repository and in the tarball, where some of it lies elsewhere. */
class LinksIT {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("sluice.it.sources")).normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.+)$", Pattern.MULTILINE);
    private static final Pattern ELSEWHERE = Pattern.compile("(https?|mailto):.*");

    @Test
    void shouldLeadSomewhereInTheRepository() throws IOException {
        expectLinks(REPOSITORY, List.of("distribution/docs", "plugins", "plugin-api", "conf"));
    }

    @Test
    void shouldLeadSomewhereInTheTarball() throws IOException {
        expectLinks(Sluice.HOME, List.of("docs"));
    }

    /** Those of the root, and all below some folders. */
    private static List<Path> pages(Path root, List<String> folders) throws IOException {
        try (Stream<Path> top = Files.list(root);
                Stream<Path> deep = folders.stream().flatMap(folder -> below(root.resolve(folder)))) {
            return Stream.concat(top, deep)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static Stream<Path> below(Path folder) {
        try {
            return Files.walk(folder)
                    .filter(file -> !folder.relativize(file).toString().contains("target/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void expectLinks(Path root, List<String> folders) throws IOException {
        List<Path> pages = pages(root, folders);
        assertThat(pages).hasSizeGreaterThan(10);
        for (Path page : pages) {
            assertThat(links(page))
                    .as("links of %s", page)
                    .allMatch(link -> leads(root, page, link), "leads somewhere");
        }
        assertThat(pages.stream().mapToLong(page -> links(page).size())).anyMatch(count -> count > 10);
    }

    private static List<String> links(Path page) {
        return LINK.matcher(text(page))
                .results()
                .map(match -> match.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .toList();
    }

    private static boolean leads(Path root, Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return target.startsWith(root)
                && Files.exists(target)
                && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(text(page))
                .results()
                .map(match -> match.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
