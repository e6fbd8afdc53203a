/**
 * Roles by group: the one table that says which groups give which roles.
 *
 * <p>The table is configured once, in {@link dev.gatehouse.roles.GroupRoleMapper} on a client scope. The mapper puts the
 * roles into tokens; {@link dev.gatehouse.roles.PermissionMapper} what they permit; {@link dev.gatehouse.roles.RoleGuardFactory}
 * refuses tokens to who has none; whoever else decides by role asks {@link dev.gatehouse.roles.RoleTable} for the same table.
 * {@link dev.gatehouse.roles.RoleRules} is the pure core, free of Keycloak.
 */
package dev.gatehouse.roles;
