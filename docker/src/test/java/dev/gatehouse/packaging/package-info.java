/** The one JAR: what is in it, and that a server takes it. */
package dev.gatehouse.packaging;
