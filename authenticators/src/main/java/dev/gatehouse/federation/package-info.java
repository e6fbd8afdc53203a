/**
 * A tenant's federation in one call: the admin resource {@code gatehouse/tenants} makes, shows and removes an organization's identity
 * provider with everything that belongs to it, under the names of Eneo's guide. {@code TenantsResource} is the door; what a caller
 * sends and what a provider publishes is read by records without Keycloak; {@code Federation} writes it, all or nothing.
 */
package dev.gatehouse.federation;
