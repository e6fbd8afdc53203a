/**
 * Who must show a second factor: a condition for login flows that asks the table group → role, so that "admins and owners"
 * means at login exactly what it means in their tokens. What a second factor is, {@link dev.gatehouse.secondfactor.SecondFactors} says, here
 * and to whoever lets one take another proof's place.
 */
package dev.gatehouse.secondfactor;
