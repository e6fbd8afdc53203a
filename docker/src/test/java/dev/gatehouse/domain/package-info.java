/** Domains of e-mail addresses on a real server: what an admin may save about them. */
package dev.gatehouse.domain;
