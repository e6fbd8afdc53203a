package dev.gatehouse.api;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Leads from {@code api/<version>/<part>} to the {@link RealmResourceProvider} {@code api-<version>-<part>}. */
public final class Api implements RealmResourceProvider {

    private final KeycloakSession session;

    Api(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Path("{version}/{part}")
    public Object part(@PathParam("version") String version, @PathParam("part") String part) {
        RealmResourceProvider provider =
                session.getProvider(RealmResourceProvider.class, ApiFactory.PROVIDER_ID + '-' + version + '-' + part);
        if (provider == null) {
            throw new NotFoundException();
        }
        return provider.getResource();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
