/**
 * A real browser, for pages with scripts and for what only shows when a page is drawn: waiting pages, styles, accessibility. Tests
 * get theirs from {@link dev.gatehouse.chromium.Chromiums}. Where scripts do not matter, {@link dev.gatehouse.browser.Browser} is
 * faster by far.
 */
package dev.gatehouse.chromium;
