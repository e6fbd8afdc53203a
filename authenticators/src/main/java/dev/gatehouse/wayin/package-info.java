/**
 * Where a login goes whose tenant is known: it is bound to the organization that the client names or the person chose, and goes to
 * that organization's identity provider, but never by itself after a logout, after an error, or when the client wants the person
 * asked. {@link dev.gatehouse.wayin.TenantOfLogin} is for other steps of a flow too.
 */
package dev.gatehouse.wayin;
