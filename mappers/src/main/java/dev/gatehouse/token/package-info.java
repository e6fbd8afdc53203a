/** Tokens that are not issued: how a {@link dev.gatehouse.token.TokenGuard} refuses one. */
package dev.gatehouse.token;
