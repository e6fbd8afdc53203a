/**
 * Claims in general: where one stands ({@link dev.gatehouse.claims.ClaimName}), how long a list may be
 * ({@link dev.gatehouse.claims.ListClaim}), which a token may hold ({@link dev.gatehouse.claims.ExactClaimsMapper}), and that no two
 * mappers write the same ({@link dev.gatehouse.claims.ClaimClash}).
 */
package dev.gatehouse.claims;
