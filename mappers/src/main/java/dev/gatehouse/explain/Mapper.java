package dev.gatehouse.explain;

import java.util.List;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.ProtocolMapper;

/**
 * A mapper that ran.
 *
 * @param because what it says of itself; empty unless it is {@link Explained}
 */
record Mapper(ProtocolMapperModel model, ProtocolMapper provider, List<Because> because) {}
