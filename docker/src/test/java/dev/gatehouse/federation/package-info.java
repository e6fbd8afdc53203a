/** A tenant's federation in one call, on a real server. */
package dev.gatehouse.federation;
