/** Requests for tokens: events of our own about them, and how one is refused. */
package dev.gatehouse.token;
