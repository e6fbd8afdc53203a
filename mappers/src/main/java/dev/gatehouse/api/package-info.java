/**
 * What programs ask of Gatehouse over HTTP in a person's or a client's name: {@code /realms/<realm>/api/v1/<part>}.
 *
 * <p>A part is an ordinary {@link org.keycloak.services.resource.RealmResourceProvider} with the id {@code api-v1-<part>}, in whichever
 * module of the JAR; {@link dev.gatehouse.api.Api} only looks it up. Keycloak authenticates nobody on the way: each part does, as
 * {@link dev.gatehouse.api.AccountCaller} for people who ask about themselves.
 */
package dev.gatehouse.api;
