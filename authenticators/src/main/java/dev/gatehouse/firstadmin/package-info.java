/**
 * The first admin of a tenant: who is named in a configured group by the tenant's own identity provider is put into the local group
 * that the role table maps to admin, once per tenant, while it has none.
 *
 * <p>{@link dev.gatehouse.firstadmin.FirstAdmin} stands in the flow after a login through a provider and decides by what it says
 * ({@link dev.gatehouse.firstadmin.FirstAdminConfig}, without Keycloak). {@link dev.gatehouse.firstadmin.FirstAdminGrant} gives, in a
 * transaction of its own: of several logins at the same time, on however many nodes, the primary key of
 * {@link dev.gatehouse.firstadmin.FirstAdminClaim} lets one win.
 */
package dev.gatehouse.firstadmin;
