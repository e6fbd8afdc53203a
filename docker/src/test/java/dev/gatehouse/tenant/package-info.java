/** The one organization that a login and its tokens are for, on a real server. */
package dev.gatehouse.tenant;
