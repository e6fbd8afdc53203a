/** Listeners that hear every event of every realm, switched on and off by nobody. */
package dev.gatehouse.events;
