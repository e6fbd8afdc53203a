package dev.gatehouse.demo;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.Admin;
import dev.gatehouse.realm.RealmFiles;
import dev.gatehouse.server.ServerException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What the options of a start say about the realm, set in the database where it says something else. */
final class RealmOptions {

    private static final String REALM = "/platform";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private final Admin admin;

    RealmOptions(Admin admin) {
        this.admin = admin;
    }

    void set(Options options) throws IOException {
        setMailPort(options.smtpPort());
        setAddress(options);
        setSecondFactor(options.secondFactorPiece(), options.secondFactor() ? options.blueprint() : options.realm());
    }

    private void setMailPort(int port) {
        JsonNode smtpServer = admin.get(REALM).path("smtpServer");
        if (!smtpServer.path("port").asText().equals(Integer.toString(port))) {
            ObjectNode realm = JSON.createObjectNode();
            realm.set(
                    "smtpServer",
                    smtpServer.<ObjectNode>deepCopy().put("host", "127.0.0.1").put("port", Integer.toString(port)));
            admin.put(REALM, realm);
        }
    }

    /** A realm file as it is at the address of this start. */
    static ObjectNode read(Path realmFile, Options options) throws IOException {
        return RealmFiles.at(
                (ObjectNode) JSON.readTree(realmFile.toFile()), options.keycloakUrl(), options.keycloakUrl());
    }

    /** Where the tenants' identity providers are, and where they send people back to: with another port both change. */
    private void setAddress(Options options) throws IOException {
        for (JsonNode provider : read(options.realm(), options).path("identityProviders")) {
            String path = REALM + "/identity-provider/instances/"
                    + provider.path("alias").textValue();
            Admin.Answer known = admin.send("GET", path, null);
            // the realm in the database may be of an earlier build
            if (known.status() == 200) {
                ObjectNode config = (ObjectNode) known.body().get("config");
                boolean changed = false;
                for (String place : List.of("issuer", "authorizationUrl", "tokenUrl", "jwksUrl")) {
                    JsonNode url = provider.at("/config/" + place);
                    changed |= !url.equals(config.replace(place, url));
                }
                if (changed) {
                    admin.put(path, known.body());
                }
            }
        }
        for (Path file : options.upstreams()) {
            ObjectNode upstream = read(file, options);
            String clients = "/" + upstream.get("realm").textValue() + "/clients";
            for (JsonNode client : upstream.path("clients")) {
                JsonNode known = admin.get(
                                clients + "?clientId=" + client.get("clientId").textValue())
                        .get(0);
                if (!client.get("redirectUris")
                        .equals(((ObjectNode) known).replace("redirectUris", client.get("redirectUris")))) {
                    admin.put(clients + "/" + known.get("id").textValue(), known);
                }
            }
        }
    }

    /**
     * Gives the executions that the piece names the requirements that they have in the realm file.
     *
     * @param realmFile with or without the piece
     */
    private void setSecondFactor(Path piece, Path realmFile) throws IOException {
        JsonNode realm = JSON.readTree(realmFile.toFile());
        for (JsonNode flow : JSON.readTree(piece.toFile()).path("authenticationFlows")) {
            String alias = flow.path("alias").textValue();
            for (JsonNode execution : flow.path("authenticationExecutions")) {
                String subflow = execution.path("flowAlias").textValue();
                setRequirement(alias, subflow, requirement(realm, alias, subflow));
            }
        }
    }

    private static String requirement(JsonNode realm, String flow, String subflow) {
        return realm.path("authenticationFlows")
                .valueStream()
                .filter(candidate -> candidate.path("alias").asText().equals(flow))
                .flatMap(found -> found.path("authenticationExecutions").valueStream())
                .filter(execution -> execution.path("flowAlias").asText().equals(subflow))
                .map(execution -> execution.path("requirement").textValue())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the realm file has no " + subflow + " in " + flow));
    }

    private void setRequirement(String flow, String subflow, String requirement) {
        String path = REALM + "/authentication/flows/"
                + URLEncoder.encode(flow, StandardCharsets.UTF_8).replace("+", "%20") + "/executions";
        for (JsonNode execution : admin.get(path)) {
            if (execution.path("displayName").asText().equals(subflow)) {
                if (!execution.path("requirement").asText().equals(requirement)) {
                    admin.put(path, ((ObjectNode) execution).put("requirement", requirement));
                }
                return;
            }
        }
        throw new ServerException("The realm in the database has no \"" + subflow
                + "\" any more; --fresh starts from the realm as it is in the files.");
    }
}
