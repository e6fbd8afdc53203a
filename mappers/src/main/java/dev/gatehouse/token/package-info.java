/** Requests for tokens: events of our own about them, and how a {@link dev.gatehouse.token.TokenGuard} refuses one. */
package dev.gatehouse.token;
