/** Real SMTP: the server that tests and demo let Keycloak send its mail to. */
package dev.gatehouse.mail;
