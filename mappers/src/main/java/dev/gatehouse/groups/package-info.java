/**
 * A person's groups: where they stand ({@link dev.gatehouse.groups.GroupPath}), which of them somebody means
 * ({@link dev.gatehouse.groups.GroupPattern}), and their names as a claim ({@link dev.gatehouse.groups.GroupNamesMapper}).
 */
package dev.gatehouse.groups;
