package dev.gatehouse.device;

/**
 * What happens when a person says that a login was not them, beside its end.
 *
 * @param endsSessions all their sessions end
 * @param removesDevices none of their devices is trusted any more
 * @param blocksPassword their password does not work any more, until it is reset through the mailbox
 */
record Denial(boolean endsSessions, boolean removesDevices, boolean blocksPassword) {}
