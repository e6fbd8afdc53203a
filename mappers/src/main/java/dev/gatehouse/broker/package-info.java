/**
 * What an identity provider says of who signs in through it: groups ({@link dev.gatehouse.broker.OidcGroupsMapper},
 * {@link dev.gatehouse.broker.SamlGroupsMapper}), e-mail address and name ({@link dev.gatehouse.broker.OidcPersonMapper},
 * {@link dev.gatehouse.broker.SamlPersonMapper}).
 *
 * <p>{@link dev.gatehouse.broker.UpstreamIdentity} reads it strictly, {@link dev.gatehouse.broker.GroupLinks} says which group it
 * means here, {@link dev.gatehouse.broker.GroupChange} what is to be changed: pure cores, free of Keycloak. What cannot be read
 * refuses the login ({@link dev.gatehouse.broker.Refusal}) before anything is changed. No group is ever made of what a provider
 * says. Authenticators ask {@link dev.gatehouse.broker.UpstreamGroups}.
 */
package dev.gatehouse.broker;
