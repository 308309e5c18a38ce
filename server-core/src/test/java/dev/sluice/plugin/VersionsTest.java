package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ApiVersion;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** Versions that stand in several places. */
class VersionsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static String read(String pom, String path) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(pom).toFile());
        String value = XPathFactory.newInstance().newXPath().evaluate(path, document);
        assertThat(value).as("%s in %s", path, pom).isNotBlank();
        return value;
    }

    @Test
    void shouldTellVersionOfTheApi() throws Exception {
        assertThat(ApiVersion.current()).isEqualTo(read("plugin-api/pom.xml", "/project/version"));
    }

    @Test
    void shouldBuildAgainstTheApiOfThisTree() throws Exception {
        assertThat(read("pom.xml", "/project/properties/plugin-api.version"))
                .isEqualTo(read("plugin-api/pom.xml", "/project/version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugin-api.version", "pf4j.version", "slf4j.version"})
    void shouldGivePluginsWhatTheServerHas(String property) throws Exception {
        String path = "/project/properties/" + property;

        assertThat(read("plugins/plugin-parent/pom.xml", path)).isEqualTo(read("pom.xml", path));
    }
}
