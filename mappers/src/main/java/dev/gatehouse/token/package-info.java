/** Tokens that are not issued: how a {@link org.keycloak.protocol.oidc.token.TokenPostProcessor} of this bundle refuses one. */
package dev.gatehouse.token;
