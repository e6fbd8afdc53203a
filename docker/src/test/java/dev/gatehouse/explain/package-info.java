/** The admin resource that says what token somebody would get, compared with the tokens that they do get. */
package dev.gatehouse.explain;
