/**
 * The organization (tenant) that a login and its tokens are for: {@link dev.gatehouse.tenant.Tenants} says which, by the rule of
 * {@code TenantEvidence}; {@link dev.gatehouse.tenant.TenantMapper} writes it into claims, and
 * {@link dev.gatehouse.tenant.TenantGuardFactory} refuses tokens that would be for another.
 */
package dev.gatehouse.tenant;
