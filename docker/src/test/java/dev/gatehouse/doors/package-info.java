/** Who may come in, at every door. */
package dev.gatehouse.doors;
