/**
 * Whose e-mail addresses get in. {@link dev.gatehouse.domain.DomainDecision} is the one decision of every door, free of Keycloak;
 * {@link dev.gatehouse.domain.DomainPolicies} finds the list it goes by: that of the organization a login is for, else of the
 * client, else of the realm. What an admin could not have meant is refused when it is saved.
 */
package dev.gatehouse.domain;
