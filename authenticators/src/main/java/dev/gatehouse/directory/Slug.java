package dev.gatehouse.directory;

/** A tenant's slug as it comes with a request: the organization's alias. */
final class Slug {

    /** As long as Keycloak's column for an organization's alias, in characters. */
    private static final int LONGEST = 255;

    private Slug() {}

    /** Whether an organization could have it; what could not is not looked for. */
    static boolean isPossible(String slug) {
        return !slug.isBlank() && slug.length() <= LONGEST && slug.chars().noneMatch(Character::isISOControl);
    }
}
