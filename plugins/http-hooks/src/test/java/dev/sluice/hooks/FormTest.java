package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
    private final Form form = new Form(Set.of("name", "addr")).add("name", "mine");

    @Test
    void shouldEncodeWhatHasAMeaning() {
        assertThat(new Form(Set.of()).add("a", "x&y=z +%/?;ü\r\n~-_.").toString())
                .isEqualTo("a=x%26y%3Dz%20%2B%25%2F%3F%3B%C3%BC%0D%0A~-_.");
    }

    @Test
    void shouldAppendClientsArgumentsInTheirOrder() {
        form.addClients("token=a%20b&user=me&empty=&flag&token=again");

        assertThat(form).hasToString("name=mine&token=a%20b&user=me&empty=&flag=&token=again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=other",
                "NAME=other",
                "n%61me=other",
                "name[]=other",
                "name%5Bx%5D=other",
                "[name]=other",
                "name%00x=other",
                "%20name=other",
                "+name=other",
                "name+=other",
                "name",
                "addr=1.2.3.4",
                "=nothing",
                "&&",
                "",
            })
    void shouldLeaveOutWhatMightBeReadAsOurs(String query) {
        assertThat(form.addClients(query)).hasToString("name=mine");
    }

    @Test
    void shouldNotLetAClientEndItsOwnArgument() {
        form.addClients("a=1;name=other&b=%26name%3Dother&c%3D1%26name=x");

        assertThat(form).hasToString("name=mine&a=1%3Bname%3Dother&b=%26name%3Dother&c%3D1%26name=x");
    }

    @Test
    void shouldLeaveOutNamesOfTheUrlsOwnQuery() {
        assertThat(form.reserve("secret=1&k").addClients("secret=2&k=3&other=4"))
                .hasToString("name=mine&other=4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key",
                "api.key",
                "api%20key",
                "api+key",
                "api[key",
                "api%5Bkey",
                "+api.key",
                "API.Key",
                "api.key[]",
                "api%5Bkey%00x",
                "api[key=2&api.key",
                "api.key%00",
                "api]key"
            })
    void shouldLeaveOutWhatPhpReadsAsAConfiguredName(String name) {
        assertThat(form.reserve("api_key=1").addClients(name + "=2&other=3")).hasToString("name=mine&other=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.key", "api%20key", "api[key"})
    void shouldLeaveOutWhatPhpReadsAsAConfiguredNameThatIsNoneInPhp(String configured) {
        assertThat(form.reserve(configured + "=1").addClients("api_key=2&api.key=3&apikeys=4"))
                .hasToString("name=mine&apikeys=4");
    }

    @Test
    void shouldKeepNamesThatAreOnlyAlike() {
        assertThat(form.reserve("api_key=1").addClients("api=2&key=3&api-key=4&xapi_key=5&a.b=6"))
                .hasToString("name=mine&api=2&key=3&api-key=4&xapi_key=5&a.b=6");
    }

    @Test
    void shouldKeepBytesThatAreNoText() {
        assertThat(form.addClients("a=%FF%zz%4&b=100%")).hasToString("name=mine&a=%FF%25zz%254&b=100%25");
    }
}
