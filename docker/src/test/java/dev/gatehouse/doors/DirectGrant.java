package dev.gatehouse.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A login by password without a browser (RFC 6749, section 4.3). */
final class DirectGrant {

    private DirectGrant() {}

    /** @return the answer of the token endpoint, be it tokens or an error */
    static JsonNode of(PlatformRealm realm, String client, String email) throws IOException, InterruptedException {
        String form = "grant_type=password&password=password&scope=openid&client_id=" + client + "&username="
                + URLEncoder.encode(email, StandardCharsets.UTF_8);
        return new JsonMapper()
                .readTree(Http.client()
                        .send(
                                HttpRequest.newBuilder(URI.create(realm.issuer() + "/protocol/openid-connect/token"))
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(BodyPublishers.ofString(form))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
    }
}
