/** A local Tablestore for JUnit tests: {@link io.millrace.local.junit.LocalTablestoreExtension}. */
package io.millrace.local.junit;
