/** The correlation id on a real server: the same in header, page, log and event, and never somebody else's. */
package dev.gatehouse.correlation;
