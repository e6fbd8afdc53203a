/** What a realm publishes about itself, as relying parties fetch and use it. */
package dev.gatehouse.discovery;
