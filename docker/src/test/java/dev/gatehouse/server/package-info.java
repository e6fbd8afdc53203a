/** A real Keycloak with the JAR installed: from its distribution or as a container. Tests and demo start it here. */
package dev.gatehouse.server;
