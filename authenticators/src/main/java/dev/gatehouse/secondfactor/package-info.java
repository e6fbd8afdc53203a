/**
 * Who must show a second factor: a condition for login flows that asks the table group → role, so that "admins and owners"
 * means at login exactly what it means in their tokens.
 */
package dev.gatehouse.secondfactor;
