package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.platform.CommandLine;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.platform.RelyingParty;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A realm import passes the check of the admin API by: a table that cannot be carried out may come in that way. */
class BrokenTableIT {

    @RegisterExtension
    static final PlatformRealm REALM = PlatformRealm.withoutDoors(BrokenTableIT::breakTheTable);

    private static void breakTheTable(ObjectNode realm) {
        PlatformRealm.demandSecondFactor(realm);
        for (JsonNode scope : realm.get("clientScopes")) {
            for (JsonNode mapper : scope.path("protocolMappers")) {
                if (mapper.get("protocolMapper").textValue().equals(GroupRoleMapper.PROVIDER_ID)) {
                    ((ObjectNode) mapper.get("config")).put("role.order", "viewer");
                }
            }
        }
    }

    @Test
    void givesNobodyARoleAndTheLogNamesTheEntry() throws Exception {
        CommandLine cli = new CommandLine(RelyingParty.publicClient(REALM.issuer(), "enclii-cli"));
        Browser browser = new Browser(REALM.server().url());
        assertThatThrownBy(() -> cli.logIn(browser, Person.of("olivia@acme.example"), "openid"))
                .hasMessageStartingWith("access_denied: unmapped_groups");
        assertThat(REALM.server().log())
                .contains(
                        "gives nobody anything until it is mended: Rule \"/owners → owner\": the role order does not name");
    }

    @Test
    void makesEverybodyNeedASecondFactor() throws Exception {
        RelyingParty cli = RelyingParty.publicClient(REALM.issuer(), "enclii-cli");
        Person vera = Person.of("vera@acme.example");
        vera.signIn(
                new Browser(REALM.server().url()),
                cli.login(URI.create("http://127.0.0.1:9/callback"), "openid").url());
        assertThat(vera.seen()).contains("login-config-totp");
    }
}
