/** The realm {@code platform} on the server under test, and clients that use it as the platforms' own do. */
package dev.gatehouse.platform;
