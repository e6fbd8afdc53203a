/**
 * What token somebody would get at a client, and by which rule it says what it says, or which refuses it: for admins, as
 * {@code GET /admin/realms/<realm>/gatehouse/explain}. Keycloak makes the token as it does at a login, with its own code and the
 * same mappers in the same order; they are only watched ({@code WatchedTokenManager}). Nothing is signed, and whatever was written
 * is rolled back.
 *
 * <p>A mapper that is {@link dev.gatehouse.explain.Explained} says why, a {@link dev.gatehouse.token.TokenGuard} what it refuses.
 */
package dev.gatehouse.explain;
