package dev.gatehouse.federation;

import dev.gatehouse.admin.AdminTrail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.AdminClientUpdateContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdatedContext;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.validation.ValidationUtil;

/**
 * The redirect URI of a tenant at the platform's client, and its origin among the client's web origins. Several tenants can share
 * either: it goes with the last of them, and only if it came by a federation.
 */
final class PlatformRedirect {

    /** Realm attribute: client id of the platform, where the call names none. */
    static final String FEDERATION_CLIENT = "gatehouse.authenticators.federation_client";

    /** Web origins that allow each redirect URI's origin, and all. */
    private static final List<String> WIDER_ORIGINS = List.of("+", "*");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminTrail trail;

    PlatformRedirect(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminTrail trail) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.trail = trail;
    }

    /** The platform's client, which the caller must be allowed to change. */
    ClientModel client(Optional<String> named) throws RefusedCallException {
        Optional<String> clientId = named.or(
                () -> Optional.ofNullable(realm.getAttribute(FEDERATION_CLIENT)).filter(value -> !value.isBlank()));
        ClientModel client = clientId.map(realm::getClientByClientId).orElse(null);
        if (client == null) {
            // who may not look is not told whether there is one
            auth.clients().requireView();
            throw new RefusedCallException(
                    Refusal.CLIENT_MISSING,
                    clientId.map(id -> "The realm has no client \"" + id + "\".")
                                    .orElse("No platform client is named.")
                            + " Name one with \"platform_client\", or for all tenants with the realm's attribute "
                            + FEDERATION_CLIENT + ".");
        }
        auth.clients().requireConfigure(client);
        return client;
    }

    /**
     * Under the lock: what this request has read of the client before, while it waited for the tenant's provider, may be older than what
     * another tenant's call has written, which would be lost.
     *
     * @throws RefusedCallException when it is
     */
    void refuseStale(ClientModel client) throws RefusedCallException {
        boolean same = KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            RealmModel ownRealm = own.realms().getRealm(realm.getId());
            own.getContext().setRealm(ownRealm);
            ClientModel now = ownRealm.getClientById(client.getId());
            return now != null
                    && now.getRedirectUris().equals(client.getRedirectUris())
                    && now.getWebOrigins().equals(client.getWebOrigins());
        });
        if (!same) {
            throw new RefusedCallException(
                    Refusal.CONFLICT, "The client \"" + client.getClientId() + "\" was changed meanwhile. Try again.");
        }
    }

    /** Refuses who may not change the client that a provider of that configuration was made for. */
    void requireConfigure(Map<String, String> config) {
        client(config).ifPresent(client -> auth.clients().requireConfigure(client));
    }

    private Optional<ClientModel> client(Map<String, String> config) {
        return FederationKeys.get(config, FederationKeys.CLIENT).map(realm::getClientById);
    }

    /**
     * Puts the request's redirect URI in the place of the one that the provider was made with.
     *
     * @param alias of the tenant's provider
     * @param old its configuration until now; empty for a new one
     * @return what is to be kept of this in its configuration
     */
    Map<String, String> replace(String alias, Map<String, String> old, ClientModel client, FederationRequest request)
            throws RefusedCallException {
        Map<String, String> now = Map.of(
                FederationKeys.CLIENT, client.getId(),
                FederationKeys.REDIRECT_URI, request.redirectUri(),
                FederationKeys.ORIGIN, request.origin().text());
        boolean uriAdded = isAdded(Part.REDIRECT_URI, alias, old, now, client.getRedirectUris());
        boolean originNeeded = WIDER_ORIGINS.stream().noneMatch(client.getWebOrigins()::contains);
        boolean originAdded = originNeeded && isAdded(Part.WEB_ORIGIN, alias, old, now, client.getWebOrigins());

        boolean sameClient = client.getId().equals(old.getOrDefault(FederationKeys.CLIENT, client.getId()));
        if (!sameClient) {
            remove(alias, old);
        }
        change(
                client,
                Set.of(request.redirectUri()),
                originNeeded ? Set.of(request.origin().text()) : Set.of(),
                sameClient ? leftBehind(Part.REDIRECT_URI, alias, old, now) : Set.of(),
                sameClient ? leftBehind(Part.WEB_ORIGIN, alias, old, now) : Set.of());
        Map<String, String> kept = new TreeMap<>(now);
        kept.put(FederationKeys.REDIRECT_URI_ADDED, Boolean.toString(uriAdded));
        kept.put(FederationKeys.WEB_ORIGIN_ADDED, Boolean.toString(originAdded));
        return kept;
    }

    /** Takes away what the provider of that configuration was made with. */
    void remove(String alias, Map<String, String> old) throws RefusedCallException {
        requireConfigure(old);
        Optional<ClientModel> client = client(old);
        if (client.isPresent()) {
            change(
                    client.get(),
                    Set.of(),
                    Set.of(),
                    leftBehind(Part.REDIRECT_URI, alias, old, Map.of()),
                    leftBehind(Part.WEB_ORIGIN, alias, old, Map.of()));
        }
    }

    /** The two things that a federation brings to the client, and under which keys it keeps what and whether. */
    private enum Part {
        REDIRECT_URI(FederationKeys.REDIRECT_URI, FederationKeys.REDIRECT_URI_ADDED),
        WEB_ORIGIN(FederationKeys.ORIGIN, FederationKeys.WEB_ORIGIN_ADDED);

        private final String valueKey;
        private final String addedKey;

        Part(String valueKey, String addedKey) {
            this.valueKey = valueKey;
            this.addedKey = addedKey;
        }

        boolean isSame(Map<String, String> some, Map<String, String> other) {
            return some.containsKey(FederationKeys.CLIENT)
                    && Objects.equals(some.get(FederationKeys.CLIENT), other.get(FederationKeys.CLIENT))
                    && Objects.equals(some.get(valueKey), other.get(valueKey));
        }

        boolean isAdded(Map<String, String> config) {
            return Boolean.parseBoolean(config.get(addedKey));
        }
    }

    /** Whether a federation is why the client has it: this one brings it now or has brought it before, or another has. */
    private boolean isAdded(
            Part part, String alias, Map<String, String> old, Map<String, String> now, Set<String> there) {
        return !there.contains(now.get(part.valueKey))
                || part.isSame(old, now) && part.isAdded(old)
                || sharing(part, alias, now).anyMatch(part::isAdded);
    }

    /** What the client has by the old federation only, and the new one does not need. */
    private Set<String> leftBehind(Part part, String alias, Map<String, String> old, Map<String, String> now) {
        boolean needed = !part.isAdded(old)
                || part.isSame(old, now)
                || sharing(part, alias, old).findAny().isPresent();
        return needed ? Set.of() : Set.of(old.get(part.valueKey));
    }

    /** The configurations of other tenants' providers that were made with the same. */
    private Stream<Map<String, String>> sharing(Part part, String exceptAlias, Map<String, String> config) {
        return session.identityProviders()
                .getAllStream(IdentityProviderQuery.userAuthentication().with(part.valueKey, config.get(part.valueKey)))
                .filter(provider -> !provider.getAlias().equals(exceptAlias))
                .map(IdentityProviderModel::getConfig)
                .filter(other -> part.isSame(config, other));
    }

    private void change(
            ClientModel client,
            Set<String> addedUris,
            Set<String> addedOrigins,
            Set<String> removedUris,
            Set<String> removedOrigins)
            throws RefusedCallException {
        Set<String> uris = changed(client.getRedirectUris(), addedUris, removedUris);
        Set<String> origins = changed(client.getWebOrigins(), addedOrigins, removedOrigins);
        if (uris.equals(client.getRedirectUris()) && origins.equals(client.getWebOrigins())) {
            return;
        }
        ClientRepresentation proposed = ModelToRepresentation.toRepresentation(client, session);
        proposed.setRedirectUris(new ArrayList<>(uris));
        proposed.setWebOrigins(new ArrayList<>(origins));
        try {
            session.clientPolicy().triggerOnEvent(new AdminClientUpdateContext(proposed, client, auth.adminAuth()));
            client.setRedirectUris(uris);
            client.setWebOrigins(origins);
            ValidationUtil.validateClient(session, client, false, invalid -> {
                throw new IllegalArgumentException("Keycloak takes the client for invalid");
            });
            session.clientPolicy().triggerOnEvent(new AdminClientUpdatedContext(proposed, client, auth.adminAuth()));
        } catch (ClientPolicyException | IllegalArgumentException e) {
            throw new RefusedCallException(
                    Refusal.CLIENT_POLICY,
                    "The redirect URI cannot be one of the client \"" + client.getClientId() + "\": " + e.getMessage()
                            + ".");
        }
        trail.tell(
                OperationType.UPDATE,
                ResourceType.CLIENT,
                ModelToRepresentation.toRepresentation(client, session),
                "clients",
                client.getId());
    }

    private static Set<String> changed(Set<String> old, Set<String> added, Set<String> removed) {
        Set<String> changed = new TreeSet<>(old);
        changed.addAll(added);
        changed.removeAll(removed);
        return changed;
    }
}
