package dev.gatehouse.explain;

import java.util.List;
import org.keycloak.models.ProtocolMapperModel;

/**
 * A mapper that ran.
 *
 * @param because what it says of itself; empty unless it is {@link Explained} and switched on for the token
 */
record Mapper(ProtocolMapperModel model, List<Because> because) {}
