/**
 * A real Keycloak with the JAR installed: from its distribution or as a container. Tests and demo start it here. What only shows on
 * several nodes, or on PostgreSQL, is tested on {@link dev.gatehouse.server.TwoNodes}.
 */
package dev.gatehouse.server;
