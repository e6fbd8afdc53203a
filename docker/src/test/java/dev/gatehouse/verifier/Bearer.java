package dev.gatehouse.verifier;

/** An access token that came with a request. */
record Bearer(Provider provider, CompactToken token) implements Presented {}
