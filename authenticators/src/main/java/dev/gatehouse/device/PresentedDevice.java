package dev.gatehouse.device;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser's cookie says.
 *
 * @param id of the device
 */
record PresentedDevice(String id, DeviceSecret secret) {

    private static final Pattern FORMAT = Pattern.compile("([0-9a-f-]{36})\\.([A-Za-z0-9_-]{43})");

    /**
     * @param value of the cookie; null for none
     * @return empty for whatever {@link #text()} does not write
     */
    static Optional<PresentedDevice> parse(String value) {
        if (value == null) {
            return Optional.empty();
        }
        Matcher parts = FORMAT.matcher(value);
        return parts.matches()
                ? DeviceSecret.parse(parts.group(2)).map(secret -> new PresentedDevice(parts.group(1), secret))
                : Optional.empty();
    }

    /** For the cookie, and for nothing else. */
    String text() {
        return id + '.' + secret.text();
    }
}
