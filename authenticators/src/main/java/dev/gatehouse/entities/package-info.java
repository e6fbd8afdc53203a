/**
 * The tables of all capabilities here, told to Keycloak as one: it keeps what it has made of a change log in a table of its own for each
 * provider of entities. An entity and its change log lie with the capability that reads and writes them.
 */
package dev.gatehouse.entities;
