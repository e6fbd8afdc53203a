/**
 * What admins ask of Gatehouse over HTTP: {@code /admin/realms/<realm>/gatehouse/<part>}.
 *
 * <p>A part is an ordinary {@link org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider} with the id
 * {@code gatehouse-<part>}, in whichever module of the JAR: Keycloak's own extension point finds it, so that there is no other.
 * {@link dev.gatehouse.admin.GatehouseAdmin} only looks it up; {@link dev.gatehouse.admin.AdminPart} is what all have in common, and
 * {@link dev.gatehouse.admin.AdminTrail} how they say what they wrote. Keycloak lets every valid token of the realm or of master through
 * to it and checks no role: each part must check its own.
 */
package dev.gatehouse.admin;
