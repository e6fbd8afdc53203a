/**
 * What admins configure: read once per change ({@link dev.gatehouse.config.KeptConfigurations}), and refused where it could not be
 * carried out, with one exception that names the entry and the reason. It is thrown while an admin saves and again, for what was
 * saved past the check, when it is read.
 */
package dev.gatehouse.config;
