package dev.gatehouse.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the script {@code docker/demo} hands over; it has checked what people typed.
 *
 * @param module the folder {@code docker}
 * @param keycloak the unpacked distribution
 * @param state the folder for everything the demo keeps
 * @param elapsed seconds since the script was started
 */
record Options(
        int port,
        int smtpPort,
        int inboxPort,
        boolean fresh,
        boolean secondFactor,
        Path module,
        Path keycloak,
        Path jar,
        Path state,
        int elapsed) {

    /** @param arguments each {@code --name=value}, all of them */
    static Options of(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int end = argument.indexOf('=');
            values.put(argument.substring(0, end), argument.substring(end + 1));
        }
        return new Options(
                Integer.parseInt(values.get("--port")),
                Integer.parseInt(values.get("--smtp-port")),
                Integer.parseInt(values.get("--inbox-port")),
                Boolean.parseBoolean(values.get("--fresh")),
                Boolean.parseBoolean(values.get("--second-factor")),
                Path.of(values.get("--module")),
                Path.of(values.get("--keycloak")),
                Path.of(values.get("--jar")),
                Path.of(values.get("--state")),
                Integer.parseInt(values.get("--elapsed")));
    }

    /** The realm as it stands in {@code docker/realms}, with the demo's people. */
    Path realm() {
        return module.resolve("target/realms/demo/platform-realm.json");
    }

    /** The realms of the tenants' identity providers, in the order of their names. */
    List<Path> upstreams() throws IOException {
        try (Stream<Path> files = Files.list(realm().getParent())) {
            return files.filter(file -> !file.equals(realm())).sorted().toList();
        }
    }

    /** Where Keycloak answers, without a slash at the end. */
    URI keycloakUrl() {
        return URI.create("http://localhost:" + port);
    }

    /** The realm without what the demo adds to it. */
    Path blueprint() {
        return module.resolve("target/realms/platform/platform-realm.json");
    }

    /** How the demo relaxes the second factor. */
    Path secondFactorPiece() {
        return module.resolve("realms/demo/second-factor.json");
    }

    Path mail() {
        return state.resolve("mail");
    }

    Path keycloakLog() {
        return state.resolve("keycloak.log");
    }

    /** A path for people: from the repository's folder on where it lies below it. */
    String shown(Path path) {
        Path repository = module.getParent();
        return path.startsWith(repository) ? repository.relativize(path).toString() : path.toString();
    }
}
