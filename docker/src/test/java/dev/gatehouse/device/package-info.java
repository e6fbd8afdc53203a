/** Sign-ins from new devices, on the real server. */
package dev.gatehouse.device;
