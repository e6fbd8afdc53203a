package dev.gatehouse.clock;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.QueryParam;
import org.keycloak.common.util.Time;
import org.keycloak.services.resource.RealmResourceProvider;

/** The clock of the whole server, whichever realm it is asked in. For anybody: it is never shipped, and runs on this machine only. */
public final class TestClock implements RealmResourceProvider {

    /** Sets how far the clock is ahead of the machine's. */
    @POST
    public void set(@QueryParam("offset") int seconds) {
        Time.setOffset(seconds);
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
