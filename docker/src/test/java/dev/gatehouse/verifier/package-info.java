/**
 * What the platforms do with the tokens they are given: one small client for each, with the rules of its own guide and code and
 * nothing else, which accepts a token or names the rules that it breaks. Beside them, the bends: good tokens spoilt in one point,
 * of which every client must name exactly that point. Used by the tests of this package only.
 */
package dev.gatehouse.verifier;
