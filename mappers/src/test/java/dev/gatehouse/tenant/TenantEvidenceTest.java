package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.explain.Because;
import dev.gatehouse.tenant.TenantEvidence.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TenantEvidenceTest {

    private static final Provider NOBODYS = new Provider.Nobodys();
    private static final TenantDecision ACME = new TenantDecision.Of("acme");
    private static final TenantDecision GUILD = new TenantDecision.Of("guild");

    @Test
    void theOnlyMembershipIsTheTenant() {
        assertThat(decide(NOBODYS, Set.of(), null, "acme")).isEqualTo(ACME);
        assertThat(decide(NOBODYS, Set.of(), null)).isEqualTo(TenantDecision.NONE);
        assertThat(decide(NOBODYS, Set.of(), null, "acme", "guild")).isEqualTo(TenantDecision.AMBIGUOUS);
    }

    @Test
    void theScopeComesBeforeTheChoiceAndTheChoiceBeforeTheMemberships() {
        assertThat(decide(NOBODYS, Set.of("guild"), "acme", "acme", "guild")).isEqualTo(GUILD);
        assertThat(decide(NOBODYS, Set.of(), "guild", "acme", "guild")).isEqualTo(GUILD);
        assertThat(decide(NOBODYS, Set.of("acme", "guild"), null, "acme", "guild"))
                .isEqualTo(TenantDecision.AMBIGUOUS);
    }

    @Test
    void whatIsNamedWithoutMembershipRefuses() {
        assertThat(decide(NOBODYS, Set.of("guild"), null, "acme")).isEqualTo(TenantDecision.MISMATCH);
        assertThat(decide(NOBODYS, Set.of("acme", "guild"), null, "acme")).isEqualTo(TenantDecision.MISMATCH);
    }

    @Test
    void aChoiceOfSomethingElseIsNone() {
        assertThat(decide(NOBODYS, Set.of(), "other", "acme", "guild")).isEqualTo(TenantDecision.AMBIGUOUS);
        assertThat(decide(NOBODYS, Set.of(), "other", "acme")).isEqualTo(ACME);
        assertThat(decide(NOBODYS, Set.of(), "other")).isEqualTo(TenantDecision.NONE);
    }

    @Test
    void aLoginThroughAnOrganizationsProviderIsForThatOne() {
        Provider acmes = new Provider.Of("acme");
        assertThat(decide(acmes, Set.of(), null, "acme", "guild")).isEqualTo(ACME);
        assertThat(decide(acmes, Set.of("acme"), null, "acme", "guild")).isEqualTo(ACME);
        assertThat(decide(acmes, Set.of("guild"), null, "acme", "guild")).isEqualTo(TenantDecision.MISMATCH);
        assertThat(decide(acmes, Set.of("acme", "guild"), null, "acme", "guild"))
                .isEqualTo(TenantDecision.MISMATCH);
        assertThat(decide(acmes, Set.of(), "guild", "acme", "guild")).isEqualTo(ACME);
    }

    @Test
    void noProviderGrantsATenantWithoutMembership() {
        Provider acmes = new Provider.Of("acme");
        assertThat(decide(acmes, Set.of(), null, "guild")).isEqualTo(TenantDecision.NONE);
        assertThat(decide(acmes, Set.of("acme"), null, "guild")).isEqualTo(TenantDecision.MISMATCH);
    }

    @Test
    void aProviderThatIsGoneRefusesWhateverElseThereIs() {
        assertThat(decide(TenantEvidence.unknown(), Set.of("acme"), null, "acme"))
                .isEqualTo(new TenantDecision.Refused("tenant_unknown"));
        assertThat(decide(TenantEvidence.disabled(), Set.of(), null, "acme"))
                .isEqualTo(new TenantDecision.Refused("tenant_disabled"));
    }

    @Test
    void whateverTheEvidenceNobodyGetsATenantWithoutMembershipOrAgainstProviderAndScope() {
        Random random = new Random(7);
        List<String> all = List.of("a", "b", "c");
        for (int i = 0; i < 20_000; i++) {
            Set<String> memberships = some(all, random);
            Set<String> named = some(all, random);
            String chosen = random.nextBoolean() ? all.get(random.nextInt(3)) : null;
            String own = all.get(random.nextInt(3));
            Provider provider = random.nextBoolean() ? NOBODYS : new Provider.Of(own);
            TenantDecision decision = decide(provider, named, chosen, memberships.toArray(String[]::new));
            if (decision instanceof TenantDecision.Of of) {
                assertThat(memberships).contains(of.organization());
                assertThat(Set.of(of.organization())).containsAll(named);
                if (provider instanceof Provider.Of) {
                    assertThat(of.organization()).isEqualTo(own);
                }
            }
        }
    }

    private static Set<String> some(List<String> all, Random random) {
        return new TreeSet<>(all.stream().filter(one -> random.nextInt(3) == 0).toList());
    }

    private static TenantDecision decide(Provider provider, Set<String> named, String chosen, String... memberships) {
        List<String> enabled = new ArrayList<>(Stream.of(memberships).toList());
        return new TenantEvidence(provider, named, Optional.ofNullable(chosen), enabled::contains, () -> enabled)
                .decide();
    }

    @Test
    void saysAtWhichStepItDecided() {
        Provider acmes = new Provider.Of("acme");
        assertThat(why(acmes, Set.of(), null, "acme", "guild"))
                .isEqualTo(
                        "ACME | the organization of the identity provider | logged in through it, and a member of ACME");
        assertThat(why(acmes, Set.of(), null, "guild"))
                .isEqualTo("null | the organization of the identity provider | not a member of ACME");
        assertThat(why(NOBODYS, Set.of("guild"), "acme", "acme", "guild"))
                .isEqualTo("GUILD | the organization that the scope names | a member of GUILD");
        assertThat(why(NOBODYS, Set.of("guild", "acme"), null, "acme", "guild"))
                .isEqualTo("null | the scope names several organizations | organizations [ACME, GUILD]");
        assertThat(why(NOBODYS, Set.of(), "guild", "acme", "guild"))
                .isEqualTo("GUILD | the organization chosen while logging in | a member of GUILD");
        assertThat(why(NOBODYS, Set.of(), null, "guild", "acme"))
                .isEqualTo("null | several enabled memberships | a member of [ACME, GUILD]");
        assertThat(why(NOBODYS, Set.of(), null, "acme"))
                .isEqualTo("ACME | the only enabled membership | a member of ACME");
        assertThat(why(NOBODYS, Set.of(), null))
                .isEqualTo("null | the only enabled membership | a member of no enabled organization");
        assertThat(why(acmes, Set.of("guild"), null, "acme")).isEqualTo("null | tenant_mismatch | no token");
        assertThat(why(TenantEvidence.disabled(), Set.of(), null)).isEqualTo("null | tenant_disabled | no token");
    }

    private static String why(Provider provider, Set<String> named, String chosen, String... memberships) {
        List<String> enabled = List.of(memberships);
        TenantEvidence evidence =
                new TenantEvidence(provider, named, Optional.ofNullable(chosen), enabled::contains, () -> enabled);
        Because because = evidence.because(evidence.decide(), id -> id.toUpperCase(Locale.ROOT));
        return because.value() + " | " + because.rule() + " | " + because.evidence();
    }
}
