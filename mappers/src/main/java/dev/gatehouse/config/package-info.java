/**
 * What admins configure: read once per change ({@link dev.gatehouse.config.KeptConfigurations}), and refused where it could not be
 * carried out, with one exception that names the entry and the reason. It is thrown while an admin saves and again, for what was
 * saved past the check, when it is read.
 *
 * <p>Keycloak asks the mappers of clients while an admin saves. What it does not ask {@link dev.gatehouse.config.SavedCheck} looks
 * at: the configuration of authenticators whose factory is a {@link dev.gatehouse.config.CheckedConfiguration}, and the mappers of
 * identity providers.
 */
package dev.gatehouse.config;
