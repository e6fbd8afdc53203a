/**
 * The doors: everywhere somebody can come in, or change the address they come in with, one decision is asked
 * ({@link dev.gatehouse.domain.DomainDecision}), and what it refuses is refused alike ({@code Refused}).
 *
 * <p>{@code DomainGate} and {@code RoleGate} stand in login flows, {@code RegistrationDomain} in the registration form,
 * {@code EmailDomainValidator} in the realm's user profile; {@code DomainGuard} asks once more at every token.
 */
package dev.gatehouse.doors;
