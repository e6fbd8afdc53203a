package dev.gatehouse.device;

/**
 * What is known of a login, for its mail and for the page that asks about it.
 *
 * @param time when it began, epoch seconds
 * @param browser name, without its version; "" when unknown. What the browser says of itself, and so is the next
 * @param os name of the operating system, without its version; "" when unknown
 * @param ip address that the server sees
 * @param application name of the client, for people
 */
record LoginFacts(long time, String browser, String os, String ip, String application) {}
