package dev.gatehouse.platform;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Map;

/**
 * What the token endpoint gave, verified.
 *
 * @param response the whole answer as it stands in its JSON
 */
public record Tokens(
        String rawIdToken,
        JWTClaimsSet idToken,
        String rawAccessToken,
        JWTClaimsSet accessToken,
        String refreshToken,
        Map<String, Object> response) {}
