package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantScopeTest {

    private static final List<String> ORGANIZATION = List.of("organization");

    @Test
    void aChoiceBecomesTheOrganization() {
        assertThat(narrowed("openid organization email")).contains("openid email organization:acme");
    }

    @Test
    void allOrganizationsBecomeTheOne() {
        assertThat(narrowed("openid organization:*")).contains("openid organization:acme");
    }

    @Test
    void whatNamesNoneGetsTheOrganization() {
        assertThat(narrowed("openid")).contains("openid organization:acme");
        assertThat(narrowed("")).contains("organization:acme");
        assertThat(narrowed(null)).contains("organization:acme");
    }

    @Test
    void whatNamesItAlreadyStays() {
        assertThat(narrowed("openid organization:acme")).contains("openid organization:acme");
    }

    @Test
    void theScopeThatWasAskedForIsTheOneThatNamesIt() {
        assertThat(TenantScope.narrowed("openid tenants", List.of("organization", "tenants"), "acme"))
                .contains("openid tenants:acme");
    }

    @Test
    void namesThatOnlyBeginAlikeStay() {
        assertThat(narrowed("openid organizations organization2:x"))
                .contains("openid organizations organization2:x organization:acme");
    }

    @Test
    void aClientWithoutTheScopeMayNotAsk() {
        assertThat(TenantScope.narrowed("openid", List.of(), "acme")).isEmpty();
    }

    @Test
    void anAliasThatWouldBeAnotherScopeCannotBeNamed() {
        for (String alias : List.of("", "*", "acme organization:guild", "a:b", "acme\n", "acme\tadmin")) {
            assertThat(TenantScope.narrowed("openid", ORGANIZATION, alias))
                    .as(alias)
                    .isEmpty();
        }
    }

    private static Optional<String> narrowed(String scope) {
        return TenantScope.narrowed(scope, ORGANIZATION, "acme");
    }
}
