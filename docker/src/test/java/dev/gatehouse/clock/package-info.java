/**
 * A provider of Keycloak that moves the clock of the server it runs in, for the tests alone: {@code dev.gatehouse.server} packs this
 * package into a JAR of its own and installs it beside the product's, where {@link dev.gatehouse.server.ServerClock} calls it. It is
 * no part of the product's JAR and not installed in the demo. It uses nothing but Keycloak's classes and its own.
 */
package dev.gatehouse.clock;
