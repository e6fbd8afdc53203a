package dev.gatehouse.doors;

/** Makes {@link RoleGate}. */
public final class RoleGateFactory extends GateFactory {

    public static final String PROVIDER_ID = "gatehouse-role-gate";

    public RoleGateFactory() {
        super(
                PROVIDER_ID,
                "Gatehouse: role gate",
                "Refuses a login where a role table of the client says \"refuse\" when nothing maps, and no group gives the "
                        + "person a role. REQUIRED at the end of every flow that leads to a login.",
                RoleGate.SINGLETON);
    }
}
