package dev.gatehouse.verifier;

/** One rule of a platform: a constant of that platform's enum. */
interface Rule<P> {

    /** The name of the constant. */
    String name();

    Check<P> check();
}
