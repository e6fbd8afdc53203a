/**
 * Claims in general: where one stands ({@link dev.gatehouse.claims.ClaimName}) and which a token may hold
 * ({@link dev.gatehouse.claims.ExactClaimsMapper}).
 */
package dev.gatehouse.claims;
