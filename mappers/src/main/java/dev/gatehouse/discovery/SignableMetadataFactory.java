package dev.gatehouse.discovery;

import dev.gatehouse.Gatehouse;
import java.util.Comparator;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/**
 * Serves {@link SignableMetadata} in the place of another provider with the same alias: of those, Keycloak takes the one with the
 * lowest priority, and this goes on to the one that it would have taken otherwise.
 */
abstract class SignableMetadataFactory implements WellKnownProviderFactory, ServerInfoAwareProviderFactory {

    /** Before what other extensions have by default, which is 1; Keycloak's own have 100. */
    private static final int PRIORITY = 0;

    private final String alias;
    private WellKnownProviderFactory original;

    SignableMetadataFactory(String alias) {
        this.alias = alias;
    }

    @Override
    public final String getId() {
        return "gatehouse-" + alias;
    }

    @Override
    public final String getAlias() {
        return alias;
    }

    @Override
    public final int getPriority() {
        return PRIORITY;
    }

    @Override
    public final boolean isAvailableViaServerMetadata() {
        return original != null && original.isAvailableViaServerMetadata();
    }

    @Override
    public final WellKnownProvider create(KeycloakSession session) {
        return new SignableMetadata(
                session, original == null ? null : session.getProvider(WellKnownProvider.class, original.getId()));
    }

    @Override
    public final void init(Config.Scope config) {}

    @Override
    public final void postInit(KeycloakSessionFactory factory) {
        original = factory.getProviderFactoriesStream(WellKnownProvider.class)
                .map(WellKnownProviderFactory.class::cast)
                .filter(candidate -> candidate != this && alias.equals(candidate.getAlias()))
                .min(Comparator.comparingInt(WellKnownProviderFactory::getPriority))
                .orElse(null);
    }

    @Override
    public final Map<String, String> getOperationalInfo() {
        return Gatehouse.operationalInfo();
    }

    @Override
    public final void close() {}
}
