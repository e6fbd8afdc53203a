/**
 * What a realm publishes about itself below {@code /.well-known/}: its keys as {@code jwks.json}
 * ({@link dev.gatehouse.discovery.KeySet}), and Keycloak's own metadata with only the signature algorithms that the realm's active
 * keys sign with ({@link dev.gatehouse.discovery.SignableMetadata}).
 *
 * <p>Keycloak calls it, by its well-known SPI. A realm switches it on ({@link dev.gatehouse.discovery.DiscoverySwitch}); where it is
 * off, Keycloak's own documents are served as they are.
 */
package dev.gatehouse.discovery;
