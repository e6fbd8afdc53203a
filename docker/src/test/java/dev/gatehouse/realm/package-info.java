/** The realm blueprint: its pieces in {@code docker/realms} made into the file that Keycloak imports. */
package dev.gatehouse.realm;
