package dev.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Reason;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.OrganizationDomainModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;

class DomainPoliciesTest {

    private static final String REALM_LIST = "gatehouse.authenticators.allowed_domains";
    private static final String REALM_ALLOW_ALL = "gatehouse.authenticators.allow_all_domains";
    private static final String CLIENT_LIST = "gatehouse.allowed_domains";
    private static final String ALLOW_ALL = "gatehouse.allow_all_domains";

    private final Map<String, String> realm = new HashMap<>();
    private final Map<String, String> client = new HashMap<>();
    private final String realmId = UUID.randomUUID().toString();
    private final String clientId = UUID.randomUUID().toString();

    @Test
    void withoutAnyListNobodyIsLetIn() {
        assertThat(DomainPolicies.of(realm(), client(), null)).isEqualTo(DomainPolicy.NOBODY);
        assertThat(DomainPolicies.of(realm(), null, null)).isEqualTo(DomainPolicy.NOBODY);
    }

    @Test
    void theClientsListComesBeforeTheRealms() {
        realm.put(REALM_LIST, "realm.example##second.example");
        assertThat(letsIn(DomainPolicies.of(realm(), client(), null), "second.example"))
                .isTrue();
        client.put(CLIENT_LIST, "client.example");
        DomainPolicy policy = DomainPolicies.of(realm(), client(), null);
        assertThat(letsIn(policy, "client.example")).isTrue();
        assertThat(letsIn(policy, "realm.example")).isFalse();
        assertThat(letsIn(DomainPolicies.of(realm(), null, null), "realm.example"))
                .isTrue();
    }

    @Test
    void anOrganizationsListStandsAlone() {
        realm.put(REALM_ALLOW_ALL, "true");
        client.put(CLIENT_LIST, "client.example");
        OrganizationModel tenant = organization(
                true,
                List.of("own.example", "*.wild.example", "ANY"),
                Map.of("gatehouse.admitted_domains", List.of("gbg.se", "se")));
        DomainPolicy policy = DomainPolicies.of(realm(), client(), tenant);
        for (String in : List.of("own.example", "a.wild.example", "gbg.se")) {
            assertThat(letsIn(policy, in)).as(in).isTrue();
        }
        for (String out : List.of("client.example", "sundsvall.se", "a.own.example")) {
            assertThat(letsIn(policy, out)).as(out).isFalse();
        }
        assertThat(((DomainPolicy.Listed) policy).list().unusable()).containsExactlyInAnyOrder("any", "se");
    }

    @Test
    void anOrganizationWithoutDomainsLetsNobodyInWhateverTheRealmSays() {
        realm.put(REALM_ALLOW_ALL, "true");
        client.put(ALLOW_ALL, "true");
        assertThat(DomainPolicies.of(realm(), client(), organization(true, List.of(), Map.of())))
                .isEqualTo(DomainPolicy.NOBODY);
    }

    @Test
    void aDisabledOrganizationCannotBeUsed() {
        OrganizationModel disabled = organization(false, List.of("own.example"), Map.of(ALLOW_ALL, List.of("true")));
        assertThat(DomainPolicies.of(realm(), client(), disabled))
                .isEqualTo(new DomainPolicy.Unusable(Reason.TENANT_DISABLED));
    }

    @Test
    void everybodyIsLetInOnlyByTheWordTrue() {
        realm.put(REALM_LIST, "realm.example");
        for (String word : List.of("false", "TRUE", "yes", " true", "1", "")) {
            realm.put(REALM_ALLOW_ALL, word);
            client.put(ALLOW_ALL, word);
            assertThat(letsIn(DomainPolicies.of(realm(), client(), null), "realm.example"))
                    .as(word)
                    .isTrue();
            assertThat(DomainPolicies.of(
                            realm(), client(), organization(true, List.of(), Map.of(ALLOW_ALL, List.of(word)))))
                    .isEqualTo(DomainPolicy.NOBODY);
        }
        assertThat(DomainPolicies.of(
                        realm(), client(), organization(true, List.of(), Map.of(ALLOW_ALL, List.of("true", "true")))))
                .isEqualTo(DomainPolicy.NOBODY);
        realm.put(REALM_ALLOW_ALL, "true");
        assertThat(DomainPolicies.of(realm(), null, null)).isEqualTo(DomainPolicy.EVERYBODY);
        client.put(ALLOW_ALL, "true");
        assertThat(DomainPolicies.of(realm(), client(), null)).isEqualTo(DomainPolicy.EVERYBODY);
        assertThat(DomainPolicies.of(
                        realm(), null, organization(true, List.of("x.example"), Map.of(ALLOW_ALL, List.of("true")))))
                .isEqualTo(DomainPolicy.EVERYBODY);
    }

    @Test
    void aListOfWhichNothingCanBeUsedIsNotReplacedByAWiderOne() {
        realm.put(REALM_ALLOW_ALL, "true");
        client.put(CLIENT_LIST, "se##nonsense");
        DomainPolicy policy = DomainPolicies.of(realm(), client(), null);
        assertThat(policy).isInstanceOf(DomainPolicy.Listed.class);
        assertThat(letsIn(policy, "sundsvall.se")).isFalse();
    }

    @Test
    void aChangeTakesEffectAtOnceAndNothingIsReadTwice() {
        realm.put(REALM_LIST, "first.example");
        DomainPolicy first = DomainPolicies.of(realm(), null, null);
        assertThat(DomainPolicies.of(realm(), null, null)).isSameAs(first);
        realm.put(REALM_LIST, "second.example");
        DomainPolicy second = DomainPolicies.of(realm(), null, null);
        assertThat(letsIn(second, "first.example")).isFalse();
        assertThat(letsIn(second, "second.example")).isTrue();
        realm.remove(REALM_LIST);
        assertThat(DomainPolicies.of(realm(), null, null)).isEqualTo(DomainPolicy.NOBODY);
    }

    @Test
    void aRealmSaysWhatBecomesOfARefusal() {
        assertThat(DomainMode.of(realm())).isEqualTo(DomainMode.ENFORCE);
        assertThat(DomainMode.ofTokens(realm())).isEmpty();
        assertThat(DomainMode.isAtRefresh(realm())).isTrue();
        realm.put("gatehouse.authenticators.domains", "report");
        realm.put("gatehouse.authenticators.domains_at_refresh", "false");
        assertThat(DomainMode.of(realm())).isEqualTo(DomainMode.REPORT);
        assertThat(DomainMode.ofTokens(realm())).contains(DomainMode.REPORT);
        assertThat(DomainMode.isAtRefresh(realm())).isFalse();
        realm.put("gatehouse.authenticators.domains", "off");
        realm.put("gatehouse.authenticators.domains_at_refresh", "no");
        assertThat(DomainMode.of(realm())).isEqualTo(DomainMode.ENFORCE);
        assertThat(DomainMode.ofTokens(realm())).contains(DomainMode.ENFORCE);
        assertThat(DomainMode.isAtRefresh(realm())).isTrue();
    }

    @Test
    void aClientSaysHowItsPeopleAreTold() {
        assertThat(RefusalAnswer.of(null)).isEqualTo(RefusalAnswer.PAGE);
        assertThat(RefusalAnswer.of(client())).isEqualTo(RefusalAnswer.PAGE);
        client.put("gatehouse.refusal", "json");
        assertThat(RefusalAnswer.of(client())).isEqualTo(RefusalAnswer.PAGE);
        client.put("gatehouse.refusal", "redirect");
        assertThat(RefusalAnswer.of(client())).isEqualTo(RefusalAnswer.REDIRECT);
    }

    private static boolean letsIn(DomainPolicy policy, String domain) {
        return new DomainDecision("anna@" + domain, true, policy).decide() instanceof DomainVerdict.Admitted;
    }

    private RealmModel realm() {
        return stub(RealmModel.class, Map.of("getId", realmId, "getName", "realm"), realm);
    }

    private ClientModel client() {
        return stub(ClientModel.class, Map.of("getId", clientId, "getClientId", "client"), client);
    }

    private static OrganizationModel organization(
            boolean enabled, List<String> domains, Map<String, List<String>> attributes) {
        return stub(
                OrganizationModel.class,
                Map.of(
                        "getId",
                        UUID.randomUUID().toString(),
                        "getAlias",
                        "tenant",
                        "isEnabled",
                        enabled,
                        "getAttributes",
                        attributes,
                        "getDomains",
                        domains.stream().map(OrganizationDomainModel::new)),
                Map.of());
    }

    private static <M> M stub(Class<M> model, Map<String, Object> answers, Map<String, String> attributes) {
        return model.cast(Proxy.newProxyInstance(
                model.getClassLoader(), new Class<?>[] {model}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getAttribute") && arguments.length == 1) {
                        return attributes.get(arguments[0]);
                    }
                    if (!answers.containsKey(method.getName())) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answers.get(method.getName());
                }));
    }
}
