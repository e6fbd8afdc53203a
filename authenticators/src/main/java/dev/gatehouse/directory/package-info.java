/**
 * What anybody may ask of the tenants before they log in: {@code …/realms/<realm>/tenants}, the list of those that want to be found,
 * and {@code …/tenants/<slug>/initiate}, the address to send a browser to for a login with one of them. Called by platforms and by
 * scripts in browsers, without credentials.
 */
package dev.gatehouse.directory;
