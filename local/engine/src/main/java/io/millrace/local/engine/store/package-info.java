/**
 * Ordered byte storage behind one narrow interface, on disk and in memory. Nothing here knows of
 * tables, rows or tunnels.
 */
package io.millrace.local.engine.store;
