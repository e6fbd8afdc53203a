/** What identity providers say of people, as a running server makes it groups, addresses and names. */
package dev.gatehouse.broker;
