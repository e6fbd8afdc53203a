/**
 * The correlation id: one id in the answer's header, on the page, in every line of the server log and in our own events, by which a
 * person's words to support lead to what happened to their login.
 *
 * <p>{@link dev.gatehouse.correlation.CorrelationFilter} gives one to every request and every answer;
 * {@link dev.gatehouse.correlation.LoginCorrelation} lets a login keep its first; every room asks
 * {@link dev.gatehouse.correlation.Correlation} for the one of its request. The rule of what is accepted is
 * {@link dev.gatehouse.correlation.CorrelationId}.
 */
package dev.gatehouse.correlation;
