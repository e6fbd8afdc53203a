package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.realm.RealmFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyTextTest {

    @TempDir
    Path folder;

    private ObjectNode realm;
    private List<Account> accounts;

    @BeforeEach
    void readTheRealm() throws IOException {
        realm = RealmFiles.demo(Path.of("realms"));
        accounts = Account.of(Files.writeString(folder.resolve("realm.json"), realm.toString()));
    }

    @Test
    void everyPersonOfTheRealmStandsInTheTable() {
        String text = text(false);

        assertThat(realm.path("users"))
                .filteredOn(user -> !user.has("serviceAccountClientId"))
                .isNotEmpty()
                .allSatisfy(user -> assertThat(text)
                        .contains(user.path("email").textValue())
                        .contains(user.path("firstName").textValue() + " "
                                + user.path("lastName").textValue()));
        assertThat(text.lines())
                .anySatisfy(
                        line -> assertThat(line).matches(" *olivia@acme\\.example +Olivia Owner +owner +Acme, Guild"))
                .anySatisfy(line -> assertThat(line).matches(" *umar@acme\\.example +Umar Unmapped +none +Acme"))
                .anySatisfy(line -> assertThat(line)
                        .matches(" *nora@acme\\.example +Nora Newcomer +developer +Acme; address not verified"))
                .anySatisfy(line -> assertThat(line)
                        .matches(" *mallory@sundsvall\\.se\\.evil\\.example +Mallory Mask +developer +none"));
    }

    @Test
    void thePasswordIsTheSameForAllAsTheTextSays() {
        assertThat(accounts).extracting(Account::password).containsOnly("password");
        assertThat(text(false)).contains("(password of each: password)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyLineFitsIntoHundredColumns(boolean secondFactor) {
        assertThat(text(secondFactor).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void everyTenantWithAProviderStandsThereWithItsLink() {
        assertThat(text(false).lines())
                .anySatisfy(line -> assertThat(line)
                        .matches(" *Sundsvall +ulla@sundsvall\\.se +http://localhost:65533/login\\?tenant=sundsvall"));
    }

    @Test
    void whatToTryDependsOnTheSecondFactor() {
        assertThat(text(false)).contains("start with --second-factor");
        assertThat(text(true)).contains("Sign in as adam@acme.example").doesNotContain("--second-factor");
    }

    private String text(boolean secondFactor) {
        Path module = Path.of("").toAbsolutePath();
        return ReadyText.of(
                new Options(
                        65535,
                        65534,
                        65533,
                        false,
                        secondFactor,
                        module,
                        module.resolve("target/keycloak/keycloak"),
                        module.resolve("target/gatehouse.jar"),
                        module.resolve("target/demo"),
                        0),
                accounts,
                List.of(new Upstream("sundsvall", "Sundsvall", "ulla@sundsvall.se")),
                7);
    }
}
