package dev.gatehouse.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.EnumSet;

/** The web login of Enclii's API: a confidential client that uses neither PKCE nor a nonce. */
record EncliiWeb(Provider provider, String clientId) {

    Verdict logIn(Sent sent, URI redirect, JsonNode answer) {
        return Verdict.by(EnumSet.allOf(EncliiWebRule.class), Callback.of(provider, clientId, sent, redirect, answer));
    }
}
