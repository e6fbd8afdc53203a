package dev.gatehouse.doors;

/** Makes {@link DomainGate}. */
public final class DomainGateFactory extends GateFactory {

    public static final String PROVIDER_ID = "gatehouse-domain-gate";

    public DomainGateFactory() {
        super(
                PROVIDER_ID,
                "Gatehouse: domain gate",
                "Lets in only whose verified e-mail address is of a domain of the login's organization, else of the client's list, "
                        + "else of the realm's. REQUIRED at the end of every flow that leads to a login, and after the profile "
                        + "review of a first login through an identity provider.",
                DomainGate.SINGLETON);
    }
}
