/**
 * How Gatehouse refuses configuration that it could not carry out: one exception that names the entry and the reason,
 * thrown while an admin saves and again, for what was saved past the check, when it is read.
 */
package dev.gatehouse.config;
