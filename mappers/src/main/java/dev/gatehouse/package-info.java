/** What every room of Gatehouse says about itself to Keycloak. */
package dev.gatehouse;
