package dev.gatehouse.device;

import java.util.List;

/**
 * A login that waits for a person to confirm it.
 *
 * @param id public: it opens nothing
 * @param user id of the person
 * @param address that the mail goes to
 * @param client id in the database
 * @param until when it can no longer be confirmed, epoch seconds
 * @param number that the waiting page shows; null where there is no number to match
 * @param choices among which somebody picks in another browser; empty where there is no number to match
 * @param browser hash of what only the waiting browser's cookie holds
 * @param provesAddress the address was not verified yet, and is once this is confirmed
 * @param notice the login has gone on already: there is nothing to confirm, only to deny
 * @param denial what is to happen when the person says that it was not them
 * @param correlationId of the login
 */
record PendingLogin(
        String id,
        String user,
        String address,
        String client,
        long until,
        Integer number,
        List<Integer> choices,
        String browser,
        boolean provesAddress,
        boolean notice,
        Denial denial,
        LoginFacts facts,
        String correlationId) {

    /** What becomes of a login that waits. */
    enum Outcome {
        CONFIRMED,
        DENIED,
        WRONG_NUMBER
    }

    /** The same login, with more time. */
    PendingLogin until(long later) {
        return new PendingLogin(
                id,
                user,
                address,
                client,
                later,
                number,
                choices,
                browser,
                provesAddress,
                notice,
                denial,
                facts,
                correlationId);
    }
}
