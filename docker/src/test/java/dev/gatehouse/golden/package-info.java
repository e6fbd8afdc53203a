/** The tokens of every platform and every person of the demo, whole, against files that a person has read. */
package dev.gatehouse.golden;
