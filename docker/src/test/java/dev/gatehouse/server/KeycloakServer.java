package dev.gatehouse.server;

import java.net.URI;
import java.util.List;

/** A running Keycloak with the JAR installed. */
public interface KeycloakServer extends AutoCloseable {

    /** Name and password of the admin of the realm {@code master}. */
    String ADMIN = "admin";

    /** For people: what it is and where it came from. */
    String description();

    /** Where it answers, without a slash at the end: {@code http://localhost:8080}. */
    URI url();

    /** Where it reaches itself, without a slash at the end. */
    URI ownUrl();

    /** The host under which the server reaches this machine, for instance its SMTP server. */
    String thisMachine();

    /** The processes it consists of, each at a {@link #url} of its own: itself, unless it is a cluster. */
    default List<? extends KeycloakServer> nodes() {
        return List.of(this);
    }

    /** Everything the server printed so far. */
    String log();

    /** Stops the server. */
    @Override
    void close();
}
