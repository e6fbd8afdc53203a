/** A login that names its tenant, on a real server. */
package dev.gatehouse.wayin;
