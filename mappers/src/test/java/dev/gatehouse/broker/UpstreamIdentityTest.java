package dev.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.broker.SamlAttributes.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is not tried with a provider on a running server. */
class UpstreamIdentityTest {

    private static final String ENTRA_GROUPS = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups";
    private static final Attribute GROUPS_LINK =
            new Attribute("http://schemas.microsoft.com/claims/groups.link", null, List.of("https://graph.example/"));

    @Test
    void theIdTokenHasPrecedenceOverOtherDocuments() throws Exception {
        assertThat(oidc(Map.of("groups", "a"), Map.of("groups", "b")).groups(claim("groups")))
                .containsExactly("a");
        assertThat(oidc(Map.of(), Map.of("groups", "b")).groups(claim("groups")))
                .containsExactly("b");
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("groups", null);
        assertThat(oidc(withNull, Map.of("groups", "b")).groups(claim("groups")))
                .containsExactly("b");
        assertThat(oidc().groups(claim("groups"))).isEmpty();
    }

    @Test
    void whatIsMalformedInTheIdTokenIsNotReplacedByAnotherDocument() {
        refused(
                Refusal.GROUPS_MALFORMED,
                "\"groups\" is a number; it must be an array of strings or a single string.",
                () -> oidc(Map.of("groups", 7), Map.of("groups", "b")).groups(claim("groups")));
        refused(
                Refusal.GROUPS_OVERAGE,
                "The provider left \"groups\" out because the person is in too many groups.",
                () -> oidc(Map.of("hasgroups", "true"), Map.of("groups", "b")).groups(claim("groups")));
    }

    @Test
    void theMessageNamesThePlaceAndTheKindButNotWhatStandsThere() {
        refused(
                Refusal.GROUPS_MALFORMED,
                "\"groups\" has in place 2 null; it must be",
                () -> oidc(Map.of("groups", Arrays.asList("secret", null))).groups(claim("groups")));
        refused(
                Refusal.GROUPS_MALFORMED,
                "\"groups\" has in place 1 an object; it must be",
                () -> oidc(Map.of("groups", List.of(Map.of("secret", 1)))).groups(claim("groups")));
        refused(
                Refusal.GROUPS_MALFORMED,
                "\"a.b.c\" would be nested in something that is no object.",
                () -> oidc(Map.of("a", Map.of("b", List.of()))).groups(claim("a.b.c")));
    }

    @Test
    void limitsAreExact() throws Exception {
        String longest = "g".repeat(UpstreamIdentity.MAX_GROUP_LENGTH);
        assertThat(oidc(Map.of("groups", List.of(longest))).groups(claim("groups")))
                .containsExactly(longest);
        refused(
                Refusal.GROUPS_MALFORMED,
                "\"groups\" names a group with 2049 characters; the most are 2048.",
                () -> oidc(Map.of("groups", longest + "g")).groups(claim("groups")));
        List<String> most = Collections.nCopies(UpstreamIdentity.MAX_GROUPS, "g");
        assertThat(oidc(Map.of("groups", most)).groups(claim("groups"))).hasSameSizeAs(most);
        List<String> tooMany = new ArrayList<>(most);
        tooMany.add("g");
        refused(
                Refusal.GROUPS_TOO_MANY,
                "\"groups\" names 5001 groups; the most are 5000.",
                () -> oidc(Map.of("groups", tooMany)).groups(claim("groups")));
    }

    @Test
    void anOverageIsOneOnlyForTheClaimThatItNames() throws Exception {
        Map<String, Object> claims = Map.of("_claim_names", Map.of("groups", "src1"), "roles", List.of("a"));
        assertThat(oidc(claims).groups(claim("roles"))).containsExactly("a");
        refused(Refusal.GROUPS_OVERAGE, "The provider left", () -> oidc(claims).groups(claim("groups")));
        refused(Refusal.GROUPS_OVERAGE, "The provider left", () -> oidc(claims).groups(claim("groups.of.mine")));
        assertThat(oidc(Map.of("hasgroups", true)).groups(claim("roles"))).isEmpty();
        assertThat(oidc(Map.of("hasgroups", false)).groups(claim("groups"))).isEmpty();
        assertThat(oidc(Map.of("_claim_names", "groups")).groups(claim("groups")))
                .isEmpty();
    }

    @Test
    void samlAttributesAreMeantByNameAndElseByFriendlyName() throws Exception {
        UpstreamIdentity saml = saml(
                new Attribute("urn:groups", "memberOf", List.of("a", "b")),
                new Attribute("memberOf", null, List.of("c")),
                new Attribute("urn:groups", null, List.of("d")),
                new Attribute(null, null, List.of("e")));
        assertThat(saml.groups(attribute("urn:groups"))).containsExactly("a", "b", "d");
        assertThat(saml.groups(attribute("memberOf"))).containsExactly("c");
        assertThat(saml(new Attribute("urn:groups", "memberOf", List.of("a"))).groups(attribute("memberOf")))
                .containsExactly("a");
        assertThat(saml.groups(attribute("Groups"))).isEmpty();
        assertThat(saml(new Attribute("urn:a.b", null, List.of("a"))).groups(attribute("urn:a.b")))
                .containsExactly("a");
    }

    @Test
    void samlValuesThatAreNoStringsAreRefused() {
        refused(
                Refusal.GROUPS_MALFORMED,
                "\"groups\" has in place 2 no string",
                () -> saml(new Attribute("groups", null, List.of("a", new Object())))
                        .groups(attribute("groups")));
        refused(
                Refusal.PERSON_MALFORMED,
                "\"mail\" is an array; it must be a string.",
                () -> saml(new Attribute("mail", null, List.of("a@b.example", "c@b.example")))
                        .email(attribute("mail")));
    }

    @Test
    void entrasLinkToGroupsIsAnOverageUnlessTheGroupsAreThere() throws Exception {
        refused(
                Refusal.GROUPS_OVERAGE,
                "The provider left",
                () -> saml(GROUPS_LINK).groups(attribute(ENTRA_GROUPS)));
        assertThat(saml(GROUPS_LINK, new Attribute(ENTRA_GROUPS, null, List.of("a")))
                        .groups(attribute(ENTRA_GROUPS)))
                .containsExactly("a");
        assertThat(saml(GROUPS_LINK).groups(attribute("http://schemas.microsoft.com/ws/2008/06/identity/claims/role")))
                .isEmpty();
    }

    @Test
    void textsAreStringsAndNothingElse() throws Exception {
        assertThat(oidc(Map.of("name", " Ada  Lovelace ")).text(claim("name"))).hasValue("Ada  Lovelace");
        assertThat(oidc(Map.of("name", " ")).text(claim("name"))).isEmpty();
        assertThat(oidc(Map.of()).text(claim("name"))).isEmpty();
        for (Object value : List.of(7, true, List.of("Ada"), Map.of("first", "Ada"), "a".repeat(256), "Ada\u0000")) {
            refused(
                    Refusal.PERSON_MALFORMED,
                    "\"name\" ",
                    () -> oidc(Map.of("name", value)).text(claim("name")));
        }
    }

    @Test
    void anAddressLooksLikeOne() throws Exception {
        assertThat(oidc(Map.of("mail", "ada@acme.example")).email(claim("mail")))
                .hasValue("ada@acme.example");
        assertThat(oidc(Map.of("mail", "")).email(claim("mail"))).isEmpty();
        for (String value : List.of("ada", "@acme.example", "ada@", "ada lovelace@acme.example", "@")) {
            refused(
                    Refusal.PERSON_MALFORMED,
                    "\"mail\" is a string that is no e-mail address.",
                    () -> oidc(Map.of("mail", value)).email(claim("mail")));
        }
    }

    private static UpstreamIdentity oidc() {
        return new OidcClaims(List.of());
    }

    private static UpstreamIdentity oidc(Map<String, Object> idToken) {
        return new OidcClaims(List.of(idToken));
    }

    private static UpstreamIdentity oidc(Map<String, Object> idToken, Map<String, Object> userInfo) {
        return new OidcClaims(List.of(idToken, userInfo));
    }

    private static UpstreamIdentity saml(Attribute... attributes) {
        return new SamlAttributes(List.of(attributes));
    }

    private static UpstreamName claim(String text) throws Exception {
        return UpstreamName.claim("Claim", text);
    }

    private static UpstreamName attribute(String text) throws Exception {
        return UpstreamName.attribute("Attribute", text);
    }

    private static void refused(Refusal refusal, String message, ThrowingCallable read) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        RefusedLoginException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal))
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("secret");
    }
}
