/**
 * The demo that {@code ./docker/demo} starts: Keycloak with the JAR and the realm {@code platform}, an inbox for its mail, and a
 * sign-in to try.
 */
package dev.gatehouse.demo;
