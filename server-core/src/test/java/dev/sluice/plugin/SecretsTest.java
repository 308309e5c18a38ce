package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.AccessRequest;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static AccessRequest request(String query, Map<String, String> parameters) {
        return (AccessRequest) Proxy.newProxyInstance(
                SecretsTest.class.getClassLoader(),
                new Class<?>[] {AccessRequest.class},
                (self, method, arguments) -> method.getName().equals("query") ? query : parameters);
    }

    @Test
    void shouldMaskQueryAndEachValue() {
        AccessRequest request = request("user=anna&token=geheim", Map.of("user", "anna", "token", "geheim"));

        assertThat(Secrets.mask("no user=anna&token=geheim", request)).isEqualTo("no ***");
        assertThat(Secrets.mask("geheim of anna is wrong", request)).isEqualTo("*** of *** is wrong");
    }

    @Test
    void shouldMaskValueThatBeginsWithAnother() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", "anna");
        parameters.put("token", "anna-geheim");

        assertThat(Secrets.mask("wrong: anna-geheim", request("user=anna&token=anna-geheim", parameters)))
                .isEqualTo("wrong: ***");
    }

    @Test
    void shouldMaskValueAsItWasSent() {
        AccessRequest request = request("token=ge%2Fheim%3D&x=1", Map.of("token", "ge/heim=", "x", "1"));

        assertThat(Secrets.mask("wrong: ge%2Fheim%3D, which is ge/heim=", request))
                .isEqualTo("wrong: ***, which is ***");
    }

    @Test
    void shouldKeepOneLine() {
        AccessRequest request = request("", Map.of());

        assertThat(Secrets.mask("a\r\nb\u2028c\u0000", request)).isEqualTo("a??b?c?");
        assertThat(Secrets.mask("x".repeat(600), request)).hasSize(503).endsWith("...");
    }
}
