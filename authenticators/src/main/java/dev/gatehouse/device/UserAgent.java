package dev.gatehouse.device;

import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.account.DeviceRepresentation;

/**
 * What a browser says of itself, bounded, and without what no name has: it is shown to people.
 *
 * @param browser name; "" when unknown
 * @param os name of the operating system; "" when unknown
 */
record UserAgent(String browser, String os) {

    private static final int MAX_LENGTH = 30;
    private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}\\p{N} .+_-]");
    private static final String OTHER = "Other";

    static UserAgent of(KeycloakSession session) {
        DeviceRepresentation device =
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation();
        if (device == null) {
            return new UserAgent("", "");
        }
        String browser = Optional.ofNullable(device.getBrowser()).orElse("");
        int version = browser.indexOf('/');
        return new UserAgent(name(version < 0 ? browser : browser.substring(0, version)), name(device.getOs()));
    }

    private static String name(String said) {
        if (said == null || said.startsWith(OTHER) || DeviceRepresentation.UNKNOWN.equals(said)) {
            return "";
        }
        String name = NO_NAME.matcher(said).replaceAll("").strip();
        return name.substring(
                0, name.offsetByCodePoints(0, Math.min(name.codePointCount(0, name.length()), MAX_LENGTH)));
    }

    /** For people: "Chrome on Windows". */
    String name(PersonLanguage language) {
        if (browser.isEmpty() && os.isEmpty()) {
            return language.text("gatehouseDeviceUnknown");
        }
        return browser.isEmpty() || os.isEmpty()
                ? browser + os
                : language.text("gatehouseDeviceBrowserAndOs", browser, os);
    }
}
