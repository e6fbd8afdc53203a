/** The list of tenants and the beginning of a login with one, on a real server. */
package dev.gatehouse.directory;
