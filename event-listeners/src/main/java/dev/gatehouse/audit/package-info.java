/** The audit: what is remembered of logins and of administration. */
package dev.gatehouse.audit;
