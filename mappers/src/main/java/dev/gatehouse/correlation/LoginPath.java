package dev.gatehouse.correlation;

import java.util.regex.Pattern;

/** Which requests go on with a login that another request began. */
final class LoginPath {

    private static final Pattern GOES_ON =
            Pattern.compile("/?realms/[^/]+/(?:login-actions/|broker/|protocol/openid-connect/auth/device(?:/|$)).*");

    private LoginPath() {}

    /**
     * @param path of the request below the server's base, decoded. An authorization endpoint's is none of these: there a new login
     *     begins
     */
    static boolean goesOn(String path) {
        return GOES_ON.matcher(path).matches();
    }
}
