package dev.gatehouse.verifier;

import java.util.EnumSet;

/** Enclii's API: takes access tokens of every client of Enclii. Its servers fetch the keys hourly, and never in between. */
record EncliiApi(Provider provider) {

    Verdict verify(String accessToken) {
        return Verdict.by(EnumSet.allOf(EncliiApiRule.class), new Bearer(provider, CompactToken.parse(accessToken)));
    }
}
