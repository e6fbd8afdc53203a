package dev.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainDecisionTest {

    private static final DomainPolicy SUNDSVALL =
            new DomainPolicy.Listed(DomainList.lenient(List.of("sundsvall.se", "*.acme.example")));

    @Test
    void aVerifiedAddressOfAListedDomainIsLetIn() {
        assertThat(new DomainDecision("Ulla@SUNDSVALL.se", true, SUNDSVALL).decide())
                .isEqualTo(new DomainVerdict.Admitted(
                        DomainName.parse("sundsvall.se").orElseThrow()));
        assertThat(reason("x@dev.acme.example", true, SUNDSVALL)).isEqualTo("admitted");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a@sundsvall.se.evil.example,          domain_not_allowed",
                "a@evilsundsvall.se,                   domain_not_allowed",
                "a@evil.example,                       domain_not_allowed",
                "a@dev.sundsvall.se,                   domain_not_allowed",
                "a@acme.example.evil.example,          domain_not_allowed",
                "a@evilacme.example,                   domain_not_allowed",
                "a@sundsv\u0430ll.se,                  domain_not_allowed",
                "a@xn--sundsvll-2fh.se,                domain_not_allowed",
                "a@b@sundsvall.se,                     email_invalid",
                "`\"a@sundsvall.se\"@evil.example`,    email_invalid",
                "`\"x@evil.example\"@sundsvall.se`,    email_invalid",
                "a@sundsvall．se,                      email_invalid",
                "a@ｓundsvall.se,                      email_invalid",
                "a@sunds\u00advall.se,                 email_invalid",
                "a@sunds\u200dvall.se,                 email_invalid",
                "`a@sundsvall.se\u0000`,               email_invalid",
                "a@evil.example\u0000@sundsvall.se,    email_invalid",
                "` a@sundsvall.se`,                    email_invalid",
                "`a@sundsvall.se `,                    email_invalid",
                "`a@sundsvall.se\n`,                   email_invalid",
                "a@SUNDSVALL.\u0130E,                  email_invalid",
                "a@[192.0.2.1],                        email_invalid",
                "a@192.0.2.1,                          email_invalid",
                "a@sundsvall.se..,                     email_invalid",
                "a@sundsvall..se,                      email_invalid",
                "a@.sundsvall.se,                      email_invalid",
                "a@,                                   email_invalid",
                "@sundsvall.se,                        email_invalid",
                "sundsvall.se,                         email_invalid",
            })
    void whoeverOnlyLooksLikeItIsNot(String address, String reason) {
        assertThat(reason(address, true, SUNDSVALL)).isEqualTo(reason);
        assertThat(reason(address, false, SUNDSVALL)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@SUNDSVALL.SE", "a@sundsvall.se.", "a+evil.example@sundsvall.se"})
    void anotherSpellingOfTheDomainIsTheDomain(String address) {
        assertThat(reason(address, true, SUNDSVALL)).isEqualTo("admitted");
    }

    @Test
    void aLongAddressIsRefused() {
        assertThat(reason("a".repeat(10_000) + "@sundsvall.se", true, SUNDSVALL))
                .isEqualTo(Reason.EMAIL_INVALID);
        assertThat(reason("a@" + "a.".repeat(5_000) + "sundsvall.se", true, SUNDSVALL))
                .isEqualTo(Reason.EMAIL_INVALID);
    }

    @Test
    void anUnverifiedAddressIsRefusedAndNamedSoOnlyIfItWouldBeLetIn() {
        assertThat(reason("a@sundsvall.se", false, SUNDSVALL)).isEqualTo(Reason.EMAIL_UNVERIFIED);
        assertThat(reason("a@evil.example", false, SUNDSVALL)).isEqualTo(Reason.DOMAIN_NOT_ALLOWED);
        assertThat(reason("a@evil.example", false, DomainPolicy.NOBODY)).isEqualTo(Reason.DOMAIN_NOT_ALLOWED);
        assertThat(reason("a@evil.example", false, DomainPolicy.EVERYBODY)).isEqualTo(Reason.EMAIL_UNVERIFIED);
    }

    @Test
    void everybodyStillNeedsAnAddressThatIsOneAndVerified() {
        assertThat(reason("a@evil.example", true, DomainPolicy.EVERYBODY)).isEqualTo("admitted");
        assertThat(reason("a@b@evil.example", true, DomainPolicy.EVERYBODY)).isEqualTo(Reason.EMAIL_INVALID);
        assertThat(reason(null, true, DomainPolicy.EVERYBODY)).isEqualTo(Reason.EMAIL_MISSING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noAddressIsMissing(boolean verified) {
        for (DomainPolicy policy : List.of(SUNDSVALL, DomainPolicy.EVERYBODY, DomainPolicy.NOBODY)) {
            assertThat(reason(null, verified, policy)).isEqualTo(Reason.EMAIL_MISSING);
            assertThat(reason("", verified, policy)).isEqualTo(Reason.EMAIL_MISSING);
            assertThat(reason("  ", verified, policy)).isEqualTo(Reason.EMAIL_MISSING);
        }
    }

    @Test
    void withoutAListNobodyIsLetIn() {
        DomainPolicy empty = new DomainPolicy.Listed(DomainList.empty());
        for (DomainPolicy policy : List.of(DomainPolicy.NOBODY, empty)) {
            assertThat(reason("a@sundsvall.se", true, policy)).isEqualTo(Reason.DOMAIN_NOT_ALLOWED);
        }
    }

    @Test
    void aPolicyThatCannotBeUsedSaysWhyBeforeAnythingElse() {
        DomainPolicy disabled = new DomainPolicy.Unusable(Reason.TENANT_DISABLED);
        for (String address : new String[] {null, "nonsense", "a@evil.example", "a@sundsvall.se"}) {
            assertThat(reason(address, true, disabled)).isEqualTo(Reason.TENANT_DISABLED);
        }
    }

    @Test
    void aRefusalNamesTheDomainOfTheAddressIfItHasOne() {
        assertThat(new DomainDecision("a@Evil.example", true, SUNDSVALL).decide())
                .isEqualTo(new DomainVerdict.Refused(Reason.DOMAIN_NOT_ALLOWED, DomainName.parse("evil.example")));
        assertThat(((DomainVerdict.Refused) new DomainDecision("a@b@c", true, SUNDSVALL).decide()).domain())
                .isEmpty();
    }

    private static String reason(String address, boolean verified, DomainPolicy policy) {
        return new DomainDecision(address, verified, policy).decide() instanceof DomainVerdict.Refused refused
                ? refused.reason()
                : "admitted";
    }
}
