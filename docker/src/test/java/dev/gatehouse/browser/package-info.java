/**
 * A browser without scripts: follows redirects, keeps cookies, fills in forms by what they ask for, opens the links of mails.
 */
package dev.gatehouse.browser;
