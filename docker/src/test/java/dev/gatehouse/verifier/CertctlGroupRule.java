package dev.gatehouse.verifier;

import static dev.gatehouse.verifier.Check.decisive;
import static dev.gatehouse.verifier.Check.rule;

/** Who gets into certctl, once the ID token is believed. */
enum CertctlGroupRule implements Rule<CertctlGroups> {
    GROUPS(decisive(
            "the groups are an array of strings without a leading slash",
            groups -> CompactToken.isStrings(groups.value())
                    && groups.names().stream().noneMatch(name -> name.startsWith("/")))),
    UNMAPPED_GROUPS(rule(
            "at least one of the groups has a role", groups -> !groups.mapped().isEmpty()));

    private final Check<CertctlGroups> check;

    CertctlGroupRule(Check<CertctlGroups> check) {
        this.check = check;
    }

    @Override
    public Check<CertctlGroups> check() {
        return check;
    }
}
