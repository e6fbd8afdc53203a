/**
 * Which device a login comes from: one that its person confirmed out of their mailbox, or one that has to be.
 *
 * <p>{@link dev.gatehouse.device.TrustedDevice} decides about a cookie, free of Keycloak's types; {@link dev.gatehouse.device.Person}
 * and {@link dev.gatehouse.device.Devices} read and write it as a credential. {@link dev.gatehouse.device.DeviceVerification} is the
 * step of the login that waits, {@link dev.gatehouse.device.DeviceConfirmation} where the mail's link leads; between them stands
 * {@link dev.gatehouse.device.PendingLogins}. {@link dev.gatehouse.device.DeviceCondition} only looks, for whoever puts a second factor
 * behind it. {@link dev.gatehouse.device.AccountDevices} is what people ask over HTTP about their own devices,
 * {@link dev.gatehouse.device.UserDevices} what admins ask about somebody's.
 *
 * <p>What is remembered of a person beside their devices lies in tables of Gatehouse's own:
 * {@link dev.gatehouse.device.PersonState}, and {@link dev.gatehouse.device.VerifiedFactors}, which
 * {@link dev.gatehouse.device.CredentialChanges} writes.
 */
package dev.gatehouse.device;
